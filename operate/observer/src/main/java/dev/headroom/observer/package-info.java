/// What an operator sees of its cluster by itself: targets among live objects, scraped and evaluated as on one machine,
/// and what kubelets measure. Reads only; decides nothing and writes nothing in the cluster.
@NullMarked
package dev.headroom.observer;

import org.jspecify.annotations.NullMarked;

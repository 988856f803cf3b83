/// A cluster of one machine: a control plane and a node whose pods are processes, wired, with clients of it. Knows how
/// the parts fit and nothing of what they do.
@NullMarked
package dev.headroom.cluster;

import org.jspecify.annotations.NullMarked;

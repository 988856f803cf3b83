/// PromQL: text to tree, tree and series to values, and the `.test` language that specifies both. Pure but for reading
/// from a `Queryable`; must never wait, and must never know who asks.
@NullMarked
package dev.headroom.promql;

import org.jspecify.annotations.NullMarked;

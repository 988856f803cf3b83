/// The PromQL engine: evaluates trees of `dev.headroom.promql` over the series of a `Queryable`. Owns the semantics of
/// Prometheus 3.14, to the order of a sum and the wording of an annotation. Pure but for reading series; must never
/// keep anything between two queries, and must never know who asks.
@NullMarked
package dev.headroom.query;

import org.jspecify.annotations.NullMarked;

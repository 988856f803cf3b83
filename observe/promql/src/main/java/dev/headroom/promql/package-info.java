/// The language PromQL: text to typed tree and back, the types of its functions, and what an engine answers. Pure;
/// must never know how a query is evaluated, where series are stored, or who asks.
@NullMarked
package dev.headroom.promql;

import org.jspecify.annotations.NullMarked;

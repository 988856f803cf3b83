/// What PromQL's functions over range vectors compute: from the samples of one series in one window of time a number or
/// a native histogram. Owns the arithmetic of `rate` and its kin and of the `_over_time` functions, and the wording of
/// annotations. Pure; must never know where samples come from or how a query is put together.
@NullMarked
package dev.headroom.windows;

import org.jspecify.annotations.NullMarked;

/// The expression language in which `scalingModifiers` compute one metric from several: Expr, as far as numbers, lists
/// and predicates go. Expressions are compiled against the names of the triggers and evaluated with their values;
/// nothing here waits, reads a clock, or runs without a bound.
@NullMarked
package dev.headroom.formula;

import org.jspecify.annotations.NullMarked;

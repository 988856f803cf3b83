/// Recording and alerting rule groups, evaluated on their grid. Owns alert state; must never read the clock itself.
@NullMarked
package dev.headroom.rules;

import org.jspecify.annotations.NullMarked;

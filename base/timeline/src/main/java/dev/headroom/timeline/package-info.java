/// Time as an argument. The wall clock is read here and nowhere else; everything that waits takes a [Timeline], so
/// that tests and the simulator run the same code in virtual time.
@NullMarked
package dev.headroom.timeline;

import org.jspecify.annotations.NullMarked;

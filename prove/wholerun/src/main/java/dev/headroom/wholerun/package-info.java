/// The demo as a whole, made short enough for a test. Owns how its replicas start from the class path of a build; knows
/// nothing of the command line.
@NullMarked
package dev.headroom.wholerun;

import org.jspecify.annotations.NullMarked;

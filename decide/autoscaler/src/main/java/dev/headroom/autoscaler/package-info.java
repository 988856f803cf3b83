/// From signals to a replica count with its reasons: HPA v2 and KEDA, to the rounding. Everything here is a function of
/// its arguments: no I/O, no clock, no threads, and nothing that can wait.
@NullMarked
package dev.headroom.autoscaler;

import org.jspecify.annotations.NullMarked;

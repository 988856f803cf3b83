/// From signals to a decision with its reasons: ScaledObjects as KEDA reads them, around the controller of
/// `decide/hpa`. Everything here is a function of its arguments: no I/O, no clock, no threads, and nothing that can
/// wait.
@NullMarked
package dev.headroom.autoscaler;

import org.jspecify.annotations.NullMarked;

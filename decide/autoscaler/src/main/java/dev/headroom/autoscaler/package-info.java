/// From signals to a decision with its reasons: the HorizontalPodAutoscaler of `decide/hpa`, and around it, for a
/// ScaledObject, KEDA's operator of `decide/keda`. Everything here is a function of its arguments: no I/O, no clock, no
/// threads, and nothing that can wait.
@NullMarked
package dev.headroom.autoscaler;

import org.jspecify.annotations.NullMarked;

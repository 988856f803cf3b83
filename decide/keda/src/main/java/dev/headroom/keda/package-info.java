/// KEDA's operator as a function: a ScaledObject's fields and checks, the HorizontalPodAutoscaler that it stands for,
/// the scale loop that wakes a target up and puts it to sleep, and the metrics that the autoscaler asks for. Whoever
/// calls it asks the sources, writes the replicas and keeps the [OperatorState]; nothing here waits, reads a clock or
/// knows a socket.
@NullMarked
package dev.headroom.keda;

import org.jspecify.annotations.NullMarked;

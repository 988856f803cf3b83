/// The HorizontalPodAutoscaler controller of Kubernetes as a function: object, pods and readings in; replicas, status
/// and events out, to the rounding. No I/O, no clock, no threads, and nothing that can wait.
@NullMarked
package dev.headroom.hpa;

import org.jspecify.annotations.NullMarked;

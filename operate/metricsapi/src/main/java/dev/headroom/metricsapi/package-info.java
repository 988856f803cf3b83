/// The metrics APIs of Kubernetes (`custom.metrics.k8s.io`, `external.metrics.k8s.io`, `metrics.k8s.io`) as functions
/// from requests to answers, on the wire as custom-metrics-apiserver and metrics-server are. Who may ask is not decided
/// here, nothing listens and no clock is read.
@NullMarked
package dev.headroom.metricsapi;

import org.jspecify.annotations.NullMarked;

/// A Prometheus-compatible server (Prometheus, Thanos, Mimir, VictoriaMetrics), asked over its HTTP API.
@NullMarked
package dev.headroom.remote;

import org.jspecify.annotations.NullMarked;

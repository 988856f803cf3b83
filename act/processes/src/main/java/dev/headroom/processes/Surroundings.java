package dev.headroom.processes;

import dev.headroom.timeline.Timeline;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Vertx;

/// What a cluster of processes shares with the program around it.
///
/// @param registry gets the cluster's metrics until it is closed
public record Surroundings(Timeline timeline, Vertx vertx, ClusterEvents events, PrometheusRegistry registry) {}

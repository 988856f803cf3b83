package dev.headroom.operator;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.apiserver.AggregatedApi;
import dev.headroom.kubernetes.ClusterAccess;
import dev.headroom.kubernetes.Election;
import dev.headroom.kubernetes.LimitedApi;
import dev.headroom.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What an operator is told on its start.
///
/// @param namespace that it works for; empty for all
/// @param lease by which one of several leads
/// @param clusterNamespace where the Secrets of ClusterTriggerAuthentications are
/// @param syncPeriod how often autoscalers decide, in the modes that decide
/// @param everyAutoscaler whether HorizontalPodAutoscalers are decided on that do not name Headroom
/// @param prometheus what HorizontalPodAutoscalers' rules ask
/// @param serving the metrics APIs, where this operator serves them
/// @param page where its own pages listen
public record OperatorConfig(
        OperatorMode mode,
        ClusterAccess access,
        Optional<String> namespace,
        Election.Settings lease,
        String clusterNamespace,
        Duration syncPeriod,
        boolean everyAutoscaler,
        LimitedApi.Rate rate,
        Optional<Metrics> prometheus,
        Optional<Serving> serving,
        Page page,
        Optional<Path> data) {

    /// A Prometheus, and the rules by which it answers metrics of HorizontalPodAutoscalers.
    public record Metrics(ServerConfig.Prometheus server, Optional<AdapterConfig> adapter) {}

    /// How the metrics APIs are served.
    ///
    /// @param secret that the operators share their certificate by
    public record Serving(AggregatedApi.Settings settings, String secret) {}

    /// @param port 0 for a free one
    public record Page(String host, int port) {}
}

package dev.headroom.operator;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.apiserver.AggregatedApi;
import dev.headroom.apiserver.WebhookServer;
import dev.headroom.config.HttpClientConfig;
import dev.headroom.kubernetes.ClusterAccess;
import dev.headroom.kubernetes.Election;
import dev.headroom.kubernetes.LimitedApi;
import dev.headroom.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What an operator is told on its start.
///
/// @param namespace that it works for; empty for all
/// @param lease by which one of several leads
/// @param clusterNamespace where the Secrets of ClusterTriggerAuthentications are
/// @param syncPeriod how often autoscalers decide, in the modes that decide
/// @param everyAutoscaler whether HorizontalPodAutoscalers are decided on that do not name Headroom
/// @param numbers where triggers and the metrics of HorizontalPodAutoscalers have their numbers from
/// @param serving the metrics APIs, where this operator serves them
/// @param admission the webhook, where objects are judged before they are stored
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
        Numbers numbers,
        Optional<Serving> serving,
        Optional<Admission> admission,
        Page page,
        Optional<Path> data) {

    /// Where numbers come from. Without a server and without scraping, triggers ask their own sources, and the metrics
    /// APIs of the cluster are asked for the rest.
    ///
    /// @param server a Prometheus that somebody else runs
    /// @param observing what this program scrapes itself
    /// @param adapter the rules by which either answers metrics of HorizontalPodAutoscalers
    public record Numbers(
            Optional<ServerConfig.Prometheus> server,
            Optional<Observing> observing,
            Optional<AdapterConfig> adapter) {}

    /// What an operator scrapes.
    ///
    /// @param file a `prometheus.yml`
    /// @param data where samples are kept
    /// @param addresses URLs of the Service in front of the pages: a trigger that names one means these samples
    public record Observing(Path file, ServerConfig.Data data, List<String> addresses) {}

    /// How the metrics APIs are served.
    ///
    /// @param secret that the operators share their certificate by
    /// @param kubelets how they are asked, where the resource metrics are served as well
    public record Serving(AggregatedApi.Settings settings, String secret, Optional<HttpClientConfig> kubelets) {}

    /// How objects are judged before they are stored.
    ///
    /// @param scrapeInterval how often what queries read is scraped, where somebody says it
    public record Admission(WebhookServer.Settings settings, Optional<Duration> scrapeInterval) {}

    /// @param port 0 for a free one
    public record Page(String host, int port) {}
}

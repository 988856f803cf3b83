package dev.headroom.server;

import dev.headroom.adapter.AdapterConfig;
import dev.headroom.config.HttpClientConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.loop.MetricStore;
import dev.headroom.manifests.ManifestException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.remote.HttpApi;
import dev.headroom.remote.RemotePrometheus;
import dev.headroom.remote.ServerAddress;
import java.time.Duration;
import java.util.Optional;

/// Who answers queries: this program from what it scrapes, or a server that somebody else runs.
final class MetricServers {

    /// How long a server may take for one answer.
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClients clients;
    private final Optional<RemotePrometheus> server;
    private final MetricStore store;

    /// @param clients closed by whoever made them
    /// @param scraped what this program scrapes
    MetricServers(HttpClients clients, Optional<ServerConfig.Prometheus> prometheus, MetricStore scraped) {
        this.clients = clients;
        this.server = prometheus.map(each -> server(each.address()));
        this.store = server.map(each -> MetricStore.remote(
                        each, prometheus.orElseThrow().scrapeInterval()))
                .orElse(scraped);
    }

    private RemotePrometheus server(ServerAddress address) {
        return new RemotePrometheus(new HttpApi(clients, address, TIMEOUT));
    }

    /// What autoscalers ask.
    MetricStore store() {
        return store;
    }

    /// What an adapter asks: the server that the values of its chart name, unless another one is set for everything.
    ///
    /// @param own the addresses that mean this program
    /// @throws ManifestException when they name none
    MetricStore store(AdapterConfig adapter, PrometheusAddress own) {
        return adapter.server()
                .filter(url -> server.isEmpty() && !own.meansEmbedded(url))
                .map(url -> {
                    try {
                        var named = server(new ServerAddress(url, HttpClientConfig.PLAIN));
                        return MetricStore.remote(named, ServerConfig.Prometheus.DEFAULT_INTERVAL);
                    } catch (IllegalArgumentException wrong) {
                        throw new ManifestException("prometheus.url of the adapter's values: " + wrong.getMessage());
                    }
                })
                .orElse(store);
    }

    /// What rules ask that somebody wrote about the service.
    QueryEngine engine(QueryEngine scraped) {
        return server.<QueryEngine>map(each -> each).orElse(scraped);
    }
}

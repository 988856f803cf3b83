package dev.headroom.cli;

import dev.headroom.arrivals.DurationText;
import dev.headroom.config.HttpClientConfig;
import dev.headroom.remote.ServerAddress;
import dev.headroom.server.ServerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which server rules and autoscalers ask in place of the samples of this program.
final class PrometheusOptions {

    @Option(names = "--prometheus-url", paramLabel = "URL",
            description = "a Prometheus, Thanos, Mimir or VictoriaMetrics that rules, autoscalers and the adapter's"
                    + " rules ask, in place of what is scraped here")
    private @Nullable String url;

    @Option(names = "--prometheus-http-config", paramLabel = "FILE",
            description = "how that server is spoken to: basic_auth, authorization, tls_config, http_headers as in"
                    + " prometheus.yml")
    private @Nullable Path http;

    @Option(names = "--prometheus-scrape-interval", paramLabel = "T", defaultValue = "1m",
            description = "the longest scrape interval of that server; samples older than three of them are stale"
                    + " (default: ${DEFAULT-VALUE})")
    private String scrapeInterval = "1m";

    /// @param warnings takes what is known in the file and not done
    Optional<ServerConfig.Prometheus> prometheus(List<String> warnings) {
        if (url == null) {
            if (http != null) {
                throw new UserError("--prometheus-http-config: expected --prometheus-url beside it, got none");
            }
            return Optional.empty();
        }
        var interval = DurationText.parse("--prometheus-scrape-interval", scrapeInterval);
        if (!interval.isPositive() || interval.compareTo(Duration.ofHours(1)) > 0) {
            throw new UserError("--prometheus-scrape-interval: expected more than 0 and at most 1h, got \""
                    + scrapeInterval + '"');
        }
        try {
            return Optional.of(new ServerConfig.Prometheus(new ServerAddress(url, client(warnings)), interval));
        } catch (IllegalArgumentException wrong) {
            throw new UserError("--prometheus-url: " + wrong.getMessage());
        }
    }

    private HttpClientConfig client(List<String> warnings) {
        return http == null ? HttpClientConfig.PLAIN : HttpClientConfig.load(http, warnings);
    }
}

package dev.headroom.cli;

import dev.headroom.api.CrossOrigin;
import dev.headroom.arrivals.DurationText;
import dev.headroom.server.ServerConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say how the server of `demo` and `up` runs.
final class ServerOptions {

    private static final Pattern LISTEN = Pattern.compile("(?:(?<host>\\[[0-9a-f:]+\\]|[^:\\s]+):)?(?<port>\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    @Option(names = "--listen", paramLabel = "[HOST:]PORT", defaultValue = "127.0.0.1:9095",
            description = "where the page and the APIs are, a loopback address (default: ${DEFAULT-VALUE})")
    private String listen = "127.0.0.1:9095";

    @Option(names = "--scrape-interval", paramLabel = "T",
            description = "how often metrics pages are read (default: 1s)")
    private String scrapeInterval = "1s";

    @Option(names = "--seed", paramLabel = "N",
            description = "of everything left to chance (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--web.cors.origin", paramLabel = "REGEX", defaultValue = ".*",
            description = "origins whose pages may read the Prometheus API from a browser, as a regular expression such"
                    + " as https?://(one|two)\\.example (default: ${DEFAULT-VALUE})")
    private String origins = ".*";

    @Mixin
    private final DataOptions data = new DataOptions();

    /// Servers that the command line names.
    record Asked(List<URI> scrapeTargets, Optional<ServerConfig.Prometheus> prometheus) {
        static final Asked NONE = new Asked(List.of(), Optional.empty());
    }

    /// @param sync how often autoscalers decide, at most
    /// @param logs the folder for the output of replicas
    /// @param samples the folder for samples when no option names one
    /// @param asked what is asked beside or in place of what is found here
    ServerConfig config(Duration sync, Path logs, Path samples, Asked asked) {
        var match = LISTEN.matcher(listen);
        if (!match.matches() || Integer.parseInt(match.group("port")) > MAX_PORT) {
            throw new UserError("--listen: expected one like 127.0.0.1:9095, got \"" + listen + '"');
        }
        var interval = DurationText.parse("--scrape-interval", scrapeInterval);
        if (interval.compareTo(Duration.ofMillis(100)) < 0 || interval.compareTo(Duration.ofMinutes(2)) > 0) {
            throw new UserError("--scrape-interval: expected 100ms to 2m, got \"" + scrapeInterval + '"');
        }
        var host = match.group("host") == null ? "127.0.0.1" : match.group("host");
        try {
            return new ServerConfig(
                    host,
                    Integer.parseInt(match.group("port")),
                    interval,
                    interval.compareTo(Duration.ofSeconds(10)) < 0 ? interval : Duration.ofSeconds(10),
                    sync,
                    Duration.ofSeconds(interval.compareTo(Duration.ofSeconds(5)) < 0 ? 5 : 15),
                    data.data(samples),
                    logs,
                    Path.of("").toAbsolutePath(),
                    Distribution.here().commands(),
                    asked.scrapeTargets(),
                    asked.prometheus(),
                    seed).withOrigins(allowed());
        } catch (IllegalArgumentException wrong) {
            throw new UserError("--listen: " + wrong.getMessage());
        }
    }

    private CrossOrigin allowed() {
        try {
            return new CrossOrigin(origins);
        } catch (IllegalArgumentException wrong) {
            throw new UserError("--web.cors.origin: " + wrong.getMessage());
        }
    }
}

package dev.headroom.server;

import dev.headroom.api.CrossOrigin;
import dev.headroom.remote.ServerAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that can be set about one running Headroom, parsed once.
///
/// @param host address to listen at; only loopback addresses, because nothing here asks for credentials
/// @param port port to listen at, 0 for any free one
/// @param scrapeInterval how often each scrape target is read
/// @param scrapeTimeout how long a scrape may take; never more than the interval
/// @param syncPeriod how often each autoscaler decides; the HPA's own default is 15 s
/// @param evaluationInterval how often rule groups without an interval of their own are evaluated
/// @param data where samples are kept, and how long
/// @param folder where logs of replicas go
/// @param workingDirectory where commands of containers run
/// @param commands programs that a container's command may name and that stand for another: `headroom` for this very
///     Headroom
/// @param scrapeTargets scrape targets named on the command line
/// @param prometheus the server that rules and autoscalers ask in place of the samples of this program
/// @param seed of everything that is left to chance, such as pod names
/// @param origins whose pages may read the Prometheus API from a browser
public record ServerConfig(
        String host,
        int port,
        Duration scrapeInterval,
        Duration scrapeTimeout,
        Duration syncPeriod,
        Duration evaluationInterval,
        Data data,
        Path folder,
        Path workingDirectory,
        Map<String, String> commands,
        List<URI> scrapeTargets,
        Optional<Prometheus> prometheus,
        long seed,
        CrossOrigin origins) {

    /// The folder that samples are kept in, and what may be in it.
    ///
    /// @param retentionTime how long samples are kept (limit `retention-time`)
    /// @param retentionBytes how many bytes they may take (limit `retention-size`), 0 for any
    public record Data(Path folder, Duration retentionTime, long retentionBytes) {}

    /// A server whose API pages of every origin may read, as Prometheus without flags.
    public ServerConfig(
            String host,
            int port,
            Duration scrapeInterval,
            Duration scrapeTimeout,
            Duration syncPeriod,
            Duration evaluationInterval,
            Data data,
            Path folder,
            Path workingDirectory,
            Map<String, String> commands,
            List<URI> scrapeTargets,
            Optional<Prometheus> prometheus,
            long seed) {
        this(host, port, scrapeInterval, scrapeTimeout, syncPeriod, evaluationInterval, data, folder,
                workingDirectory, commands, scrapeTargets, prometheus, seed, CrossOrigin.ANY);
    }

    /// The same, whose API only pages of some origins may read.
    public ServerConfig withOrigins(CrossOrigin wanted) {
        return new ServerConfig(host, port, scrapeInterval, scrapeTimeout, syncPeriod, evaluationInterval, data,
                folder, workingDirectory, commands, scrapeTargets, prometheus, seed, wanted);
    }

    /// A server whose metrics somebody else scrapes.
    ///
    /// @param scrapeInterval its longest: what is older than three of these and 2 s is stale
    public record Prometheus(ServerAddress address, Duration scrapeInterval) {

        /// Prometheus' own `global.scrape_interval` where nobody sets one.
        public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);
    }

    /// The file that decisions are written to, beside the folder of the logs.
    Path decisions() {
        return folder.resolveSibling("decisions.jsonl");
    }

    /// The port that the documentation, the examples and the other verbs use.
    public static final int DEFAULT_PORT = 9095;

    public ServerConfig {
        commands = Map.copyOf(commands);
        scrapeTargets = List.copyOf(scrapeTargets);
        if (!host.startsWith("127.") && !host.equals("localhost") && !host.equals("::1")) {
            throw new IllegalArgumentException("listen: expected a loopback address such as 127.0.0.1, got " + host
                    + "; put a proxy that asks for credentials in front of it");
        }
        if (scrapeTimeout.compareTo(scrapeInterval) > 0) {
            throw new IllegalArgumentException("scrape timeout: expected at most the scrape interval of "
                    + scrapeInterval + ", got " + scrapeTimeout);
        }
    }
}

package dev.headroom.server;

import dev.headroom.rules.RuleFiles;
import dev.headroom.rules.RuleGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// The alerts that come with Headroom: about the path from a metrics page to a decision, because an autoscaler that
/// holds its replicas for want of data looks healthy from outside. The chart installs the same file.
final class MetaAlerts {

    /// Fewer scrapes than this may fail in a row without an alert; a page that is slow once is no news.
    private static final int SCRAPES = 3;

    private static final String FILE = "headroom (built in)";
    private static final String RESOURCE = "alerts.yaml";

    /// How the file says three scrapes, for targets that are scraped every minute.
    private static final String HOP = "for: 3m\n";

    private MetaAlerts() {}

    /// Whether a group is about this program, and so asks its own samples.
    static boolean has(RuleGroup group) {
        return group.file().equals(FILE);
    }

    /// @param scrapeInterval of most targets: a hop is reported when it was broken for three of these
    static List<RuleGroup> groups(RuleFiles rules, Duration scrapeInterval) {
        var hop = "for: " + scrapeInterval.multipliedBy(SCRAPES).toMillis() + "ms\n";
        return rules.read(FILE, text().replace(HOP, hop));
    }

    static String text() {
        try (var stream = MetaAlerts.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("no " + RESOURCE + " among the resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

package dev.headroom.scrape;

import dev.headroom.manifests.ManifestException;
import dev.headroom.model.Labels;
import java.util.List;
import java.util.regex.Pattern;

/// Targets named on the command line: `host:port`, `host:port/path`, or either behind `http://` or `https://`.
public final class StaticTargets {

    private static final Pattern FORM =
            Pattern.compile("(?:(?<scheme>https?)://)?(?<address>(?:\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9._-]+):(?<port>\\d{1,5}))"
                    + "(?<path>/\\S*)?");

    private StaticTargets() {}

    /// @param job what `job` and the pool are called
    /// @throws ManifestException when `text` has another form
    public static ScrapeTarget target(String job, String text, ScrapeSettings settings) {
        var match = FORM.matcher(text);
        if (!match.matches() || Integer.parseInt(match.group("port")) > 65_535) {
            throw new ManifestException("scrape target of job \"" + job
                    + "\": expected host:port or host:port/path, such as 127.0.0.1:9121/metrics, got \"" + text + '"');
        }
        var labels = Labels.builder().set("__address__", match.group("address"));
        if (match.group("scheme") != null) {
            labels.set("__scheme__", match.group("scheme"));
        }
        if (match.group("path") != null) {
            labels.set("__metrics_path__", match.group("path"));
        }
        var builder = new TargetBuilder(job, List.of(), settings);
        builder.add(labels, job, null);
        return builder.build().targets().getFirst();
    }
}

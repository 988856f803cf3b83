package dev.headroom.scrape;

import dev.headroom.model.Labels;
import dev.headroom.relabel.RelabelRule;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns discovered labels into targets of one scrape job, in the steps of Prometheus: job defaults, relabelling, URL
/// from the `__` labels, `instance` from the address.
final class TargetBuilder {

    private static final String ADDRESS = "__address__";
    private static final String SCHEME = "__scheme__";
    private static final String METRICS_PATH = "__metrics_path__";
    private static final String PARAM = "__param_";

    private final String pool;
    private final List<RelabelRule> relabeling;
    private final ScrapeSettings settings;
    private final List<ScrapeTarget> targets = new ArrayList<>();
    private final List<Discovery.Dropped> dropped = new ArrayList<>();

    TargetBuilder(String pool, List<RelabelRule> relabeling, ScrapeSettings settings) {
        this.pool = pool;
        this.relabeling = relabeling;
        this.settings = settings;
    }

    /// Adds what becomes of one discovered address; `pod` is the pod behind it, if any.
    void add(Labels.Builder found, String job, @Nullable PodView pod) {
        setDefault(found, "job", job);
        setDefault(found, SCHEME, "http");
        setDefault(found, METRICS_PATH, "/metrics");
        found.set("__scrape_interval__", seconds(settings.interval().toMillis()));
        found.set("__scrape_timeout__", seconds(settings.timeout().toMillis()));
        var discovered = found.build();
        var relabelled = RelabelRule.apply(relabeling, discovered);
        if (relabelled.isEmpty()) {
            dropped.add(new Discovery.Dropped(pool, discovered, "dropped by relabelling"));
            return;
        }
        target(relabelled.get(), discovered, pod)
                .ifPresentOrElse(
                        targets::add,
                        () -> dropped.add(new Discovery.Dropped(pool, discovered,
                                "no address is left after relabelling")));
    }

    private Optional<ScrapeTarget> target(Labels labels, Labels discovered, @Nullable PodView pod) {
        var address = labels.value(ADDRESS);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        var dialed = pod == null ? address : pod.dialed(address);
        var finished = labels.keep(name -> !name.startsWith("__")).toBuilder();
        setDefault(finished, "instance", dialed);
        var url = labels.value(SCHEME) + "://" + dialed + path(labels.value(METRICS_PATH)) + parameters(labels);
        return Optional.of(new ScrapeTarget(pool, url, finished.build(), discovered, settings));
    }

    private static String path(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static String parameters(Labels labels) {
        var query = new StringBuilder();
        labels.forEach((name, value) -> {
            if (name.startsWith(PARAM)) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(encoded(name.substring(PARAM.length())))
                        .append('=')
                        .append(encoded(value));
            }
        });
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void setDefault(Labels.Builder labels, String name, String value) {
        if (labels.value(name).isEmpty()) {
            labels.set(name, value);
        }
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    Discovery build() {
        return new Discovery(targets, dropped);
    }
}

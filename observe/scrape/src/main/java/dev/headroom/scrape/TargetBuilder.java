package dev.headroom.scrape;

import dev.headroom.exposition.HistogramReading;
import dev.headroom.model.Labels;
import dev.headroom.model.PrometheusDuration;
import dev.headroom.relabel.RelabelRule;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns discovered labels into targets of one scrape job, in the steps of Prometheus: job defaults, relabelling, URL
/// from the `__` labels, `instance` from the address.
final class TargetBuilder {

    private static final String ADDRESS = "__address__";
    private static final String SCHEME = "__scheme__";
    private static final String METRICS_PATH = "__metrics_path__";
    private static final String PARAM = "__param_";
    private static final String INTERVAL = "__scrape_interval__";
    private static final String TIMEOUT = "__scrape_timeout__";
    private static final String CONVERT_CLASSIC = "__convert_classic_histograms_to_nhcb__";
    private static final String ALWAYS_CLASSIC = "__always_scrape_classic_histograms__";
    private static final String SCRAPE_NATIVE = "__scrape_native_histograms__";

    /// What Go reads as a truth.
    private static final Map<String, Boolean> TRUTHS = Map.ofEntries(
            Map.entry("1", true), Map.entry("t", true), Map.entry("T", true), Map.entry("true", true),
            Map.entry("TRUE", true), Map.entry("True", true), Map.entry("0", false), Map.entry("f", false),
            Map.entry("F", false), Map.entry("false", false), Map.entry("FALSE", false), Map.entry("False", false));

    private final String pool;
    private final List<RelabelRule> relabeling;
    private final ScrapeSettings settings;
    private final Map<String, List<String>> params;
    private final List<ScrapeTarget> targets = new ArrayList<>();
    private final List<Discovery.Dropped> dropped = new ArrayList<>();

    TargetBuilder(String pool, List<RelabelRule> relabeling, ScrapeSettings settings) {
        this(pool, relabeling, settings, Map.of());
    }

    /// @param params URL parameters of the job; of each name the first value is in `__param_` labels, which relabelling
    ///     may have changed, and the others are taken from here
    TargetBuilder(
            String pool, List<RelabelRule> relabeling, ScrapeSettings settings, Map<String, List<String>> params) {
        this.params = params;
        this.pool = pool;
        this.relabeling = relabeling;
        this.settings = settings;
    }

    /// Adds what becomes of one discovered address; `pod` is the pod behind it, if any.
    void add(Labels.Builder found, String job, @Nullable PodView pod) {
        setDefault(found, "job", job);
        setDefault(found, SCHEME, "http");
        setDefault(found, METRICS_PATH, "/metrics");
        setDefault(found, INTERVAL, PrometheusDuration.print(settings.interval()));
        setDefault(found, TIMEOUT, PrometheusDuration.print(settings.timeout()));
        setDefault(found, CONVERT_CLASSIC, Boolean.toString(settings.histograms().convertClassic()));
        setDefault(found, ALWAYS_CLASSIC, Boolean.toString(settings.histograms().alwaysClassic()));
        setDefault(found, SCRAPE_NATIVE, Boolean.toString(settings.histograms().scrapeNative()));
        var discovered = found.build();
        var relabelled = RelabelRule.apply(relabeling, discovered);
        if (relabelled.isEmpty()) {
            dropped.add(new Discovery.Dropped(pool, discovered, "dropped by relabelling"));
            return;
        }
        try {
            targets.add(target(relabelled.get(), discovered, pod));
        } catch (DateTimeException wrong) {
            dropped.add(new Discovery.Dropped(pool, discovered, String.valueOf(wrong.getMessage())));
        }
    }

    /// @throws DateTimeException when what relabelling left is no target, in words for people
    private ScrapeTarget target(Labels labels, Labels discovered, @Nullable PodView pod) {
        var address = labels.value(ADDRESS);
        if (address.isEmpty() || address.contains("/")) {
            throw new DateTimeException(address.isEmpty()
                    ? "no address is left after relabelling"
                    : "after relabelling the address is no host:port: \"" + address + '"');
        }
        var dialed = pod == null ? address : pod.dialed(address);
        var finished = labels.keep(name -> !name.startsWith("__")).toBuilder();
        setDefault(finished, "instance", dialed);
        var url = labels.value(SCHEME) + "://" + dialed + path(labels.value(METRICS_PATH)) + parameters(labels);
        return new ScrapeTarget(pool, url, finished.build(), discovered, timed(labels));
    }

    /// The settings with what relabelling left of interval, timeout and the reading of histograms.
    private ScrapeSettings timed(Labels labels) {
        var interval = PrometheusDuration.parse(labels.value(INTERVAL));
        var timeout = PrometheusDuration.parse(labels.value(TIMEOUT));
        var known = settings.histograms();
        var histograms = new HistogramReading(
                truth(labels, SCRAPE_NATIVE, known.scrapeNative()),
                truth(labels, ALWAYS_CLASSIC, known.alwaysClassic()),
                truth(labels, CONVERT_CLASSIC, known.convertClassic()));
        if (interval.equals(settings.interval()) && timeout.equals(settings.timeout()) && histograms.equals(known)) {
            return settings;
        }
        if (!interval.isPositive() || !timeout.isPositive() || timeout.compareTo(interval) > 0) {
            throw new DateTimeException("after relabelling the scrape timeout " + labels.value(TIMEOUT)
                    + " does not fit the scrape interval " + labels.value(INTERVAL));
        }
        return settings.relabelled(interval, timeout, histograms);
    }

    private static boolean truth(Labels labels, String name, boolean fallback) {
        var text = labels.value(name);
        if (text.isEmpty()) {
            return fallback;
        }
        var value = TRUTHS.get(text);
        if (value == null) {
            throw new DateTimeException(
                    "after relabelling: " + name + ": expected true or false, got \"" + text + '"');
        }
        return value;
    }

    private static String path(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private String parameters(Labels labels) {
        var pairs = new ArrayList<String>();
        labels.forEach((name, value) -> {
            if (name.startsWith(PARAM)) {
                var key = name.substring(PARAM.length());
                pairs.add(encoded(key) + "=" + encoded(value));
                params.getOrDefault(key, List.of()).stream()
                        .skip(1)
                        .forEach(other -> pairs.add(encoded(key) + "=" + encoded(other)));
            }
        });
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void setDefault(Labels.Builder labels, String name, String value) {
        if (labels.value(name).isEmpty()) {
            labels.set(name, value);
        }
    }

    Discovery build() {
        return new Discovery(targets, dropped);
    }
}

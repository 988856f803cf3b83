package dev.headroom.scalers;

import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.MetricType;
import dev.headroom.exposition.PageFormat;
import dev.headroom.exposition.PageReader;
import dev.headroom.model.Matcher;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Selectors;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A number on a metrics page, at the place that a PromQL selector names.
///
/// Labels must be there and equal, whatever the selector's operators say, and summaries and histograms have no number
/// of their own, as in KEDA.
final class PageLocation {

    private static final List<String> SUMMARY_SUFFIXES = List.of("_sum", "_count");
    private static final List<String> HISTOGRAM_SUFFIXES = List.of("_bucket", "_sum", "_count");

    private PageLocation() {}

    static double find(String page, String location) {
        var matchers = matchers(location);
        var name = matchers.stream()
                .filter(matcher -> matcher.name().equals("__name__"))
                .reduce((_, last) -> last)
                .map(Matcher::value)
                .orElse("");
        var entries = read(page.replace("\r\n", "\n"));
        var types = new HashMap<String, MetricType>();
        boolean known = false;
        for (var entry : entries) {
            if (entry instanceof Entry.Type type) {
                types.put(type.name(), type.type());
            }
            if (entry instanceof Entry.Series series && family(series, types).equals(name)) {
                known = true;
                boolean hasNumber = switch (types.getOrDefault(name, MetricType.UNKNOWN)) {
                    case COUNTER, GAUGE, UNKNOWN -> true;
                    case HISTOGRAM, GAUGEHISTOGRAM, SUMMARY, INFO, STATESET -> false;
                };
                if (hasNumber && matches(series, matchers)) {
                    return series.value();
                }
            }
        }
        throw new NoValueException(
                known ? "value " + location + " not found" : "metric '" + name + "' not found");
    }

    private static List<Matcher> matchers(String location) {
        try {
            var selectors = Selectors.of(location);
            if (selectors.size() == 1) {
                return selectors.getFirst().matchers();
            }
        } catch (PromqlException wrong) {
            throw new NoValueException(String.valueOf(wrong.getMessage()));
        }
        throw new NoValueException("expected one selector like m{a=\"1\"} in valueLocation, got " + location);
    }

    private static List<Entry> read(String page) {
        try {
            return PageReader.read(PageFormat.TEXT, page.getBytes(StandardCharsets.UTF_8));
        } catch (ExpositionException wrong) {
            throw new NoValueException("prometheus format parsing error: " + wrong.getMessage());
        }
    }

    /// The family of a sample: its name, without the suffix that its type gives it.
    private static String family(Entry.Series series, Map<String, MetricType> types) {
        var name = series.labels().value("__name__");
        if (types.containsKey(name)) {
            return name;
        }
        for (var suffix : HISTOGRAM_SUFFIXES) {
            if (name.endsWith(suffix)) {
                var base = name.substring(0, name.length() - suffix.length());
                var type = types.getOrDefault(base, MetricType.UNKNOWN);
                if (type == MetricType.HISTOGRAM
                        || (type == MetricType.SUMMARY && SUMMARY_SUFFIXES.contains(suffix))) {
                    return base;
                }
            }
        }
        return name;
    }

    private static boolean matches(Entry.Series series, List<Matcher> matchers) {
        var labels = series.labels();
        return matchers.stream()
                .filter(matcher -> !matcher.name().equals("__name__"))
                .allMatch(matcher -> series.page().stream()
                                .anyMatch(label -> label.name().equals(matcher.name()))
                        && labels.value(matcher.name()).equals(matcher.value()));
    }
}

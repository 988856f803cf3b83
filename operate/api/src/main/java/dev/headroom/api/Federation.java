package dev.headroom.api;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.FloatText;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/federate`: the newest sample of selected series as a metrics page, for another Prometheus to scrape.
///
/// Numbers are `untyped`. A native histogram with custom buckets is a classic one on the page; other native histograms
/// are left out, because text has none. Labels of this server are added to series that do not have them; `instance` is
/// always there, if need be empty, so that the scraper does not put its own.
public final class Federation {

    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8; escaping=";

    private final Queryable storage;
    private final Timeline timeline;
    private final Duration lookback;
    private final Supplier<Map<String, String>> externalLabels;

    /// @param histogram null for a number
    private record Newest(Labels labels, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        /// What samples under one TYPE have in common.
        String family() {
            boolean gauge = histogram != null && histogram.counterReset() == CounterReset.GAUGE;
            return labels.value(Labels.NAME) + '\n' + (histogram == null ? "number" : gauge ? "gauge" : "counter");
        }
    }

    public Federation(
            Queryable storage, Timeline timeline, Duration lookback, Supplier<Map<String, String>> externalLabels) {
        this.storage = storage;
        this.timeline = timeline;
        this.lookback = lookback;
        this.externalLabels = externalLabels;
    }

    public ApiAnswer answer(ApiRequest request) {
        if (!request.method().equals("GET")) {
            return ApiAnswer.methodNotAllowed("GET");
        }
        var escape = NameEscape.accepted(request.header("Accept"));
        var newest = new TreeMap<Labels, Newest>();
        long now = timeline.now().toEpochMilli();
        try {
            for (var text : request.parameters().texts("match[]")) {
                var matchers = Parser.selector(text);
                if (matchers.isEmpty()) {
                    continue;
                }
                for (var series : storage.select(now - lookback.toMillis(), now, matchers)) {
                    newest(series).ifPresent(sample -> newest.put(sample.labels(), sample));
                }
            }
        } catch (PromqlException wrong) {
            return ApiAnswer.text(400, wrong.getMessage() + "\n");
        }
        return new ApiAnswer(200, TYPE + escape.word(), page(newest.values(), escape));
    }

    private static Optional<Newest> newest(Queryable.Selected series) {
        var samples = series.samples();
        int last = samples.size() - 1;
        if (last < 0) {
            return Optional.empty();
        }
        var histogram = samples.histogram(last);
        boolean usable = histogram == null ? !Samples.isStale(samples.value(last)) : histogram.hasCustomBuckets();
        return usable
                ? Optional.of(
                        new Newest(series.labels(), samples.timestamp(last), samples.value(last), histogram))
                : Optional.empty();
    }

    private String page(Iterable<Newest> newest, NameEscape escape) {
        var byName = new ArrayList<Newest>();
        newest.forEach(byName::add);
        byName.sort(Comparator.comparing(sample -> sample.labels().value(Labels.NAME)));
        var page = new StringBuilder();
        var before = "";
        var external = new TreeMap<>(externalLabels.get());
        external.putIfAbsent("instance", "");
        for (var sample : byName) {
            var name = sample.labels().value(Labels.NAME);
            if (name.isEmpty()) {
                continue;
            }
            var escaped = escape.escape(name, true);
            var histogram = sample.histogram();
            if (!sample.family().equals(before)) {
                page.append("# TYPE ").append(shown(escaped, true));
                page.append(histogram == null ? " untyped\n" : " histogram\n");
                before = sample.family();
            }
            var lines = new Lines(page, labels(sample.labels(), external, escape), sample.timestampMillis());
            if (histogram == null) {
                lines.add(escaped, sample.value());
            } else {
                classic(lines, escaped, histogram);
            }
        }
        return page.toString();
    }

    /// The lines of one sample.
    private record Lines(StringBuilder page, List<String> labels, long timestampMillis) {
        void add(String name, double value) {
            line(page, name, labels);
            page.append(FloatText.general(value == 0 ? 0.0 : value))
                    .append(' ')
                    .append(timestampMillis)
                    .append('\n');
        }

        Lines with(String pair) {
            var more = new ArrayList<>(labels);
            more.add(pair);
            return new Lines(page, more, timestampMillis);
        }
    }

    private static void classic(Lines lines, String name, FloatHistogram histogram) {
        double below = 0;
        int place = 0;
        var buckets = histogram.positive();
        for (int i = 0; i < histogram.customBounds().size(); i++) {
            if (place < buckets.size() && buckets.index(place) == i) {
                below += buckets.count(place++);
            }
            lines.with(pair("le", FloatText.general(histogram.customBounds().get(i)))).add(name + "_bucket", below);
        }
        lines.with(pair("le", "+Inf")).add(name + "_bucket", histogram.count());
        lines.add(name + "_sum", histogram.sum());
        lines.add(name + "_count", histogram.count());
    }

    private static List<String> labels(Labels labels, Map<String, String> external, NameEscape escape) {
        var all = new ArrayList<String>();
        labels.forEach((name, value) -> {
            if (!name.equals(Labels.NAME)) {
                all.add(pair(escape.escape(name, false), value));
            }
        });
        external.forEach((name, value) -> {
            if (!labels.has(name)) {
                all.add(pair(escape.escape(name, false), value));
            }
        });
        return all;
    }

    private static String pair(String name, String value) {
        return shown(name, false) + "=" + quoted(value);
    }

    private static void line(StringBuilder page, String name, List<String> pairs) {
        boolean legal = NameEscape.isLegal(name, true);
        var inside = new ArrayList<String>();
        if (legal) {
            page.append(name);
        } else {
            inside.add(quoted(name));
        }
        inside.addAll(pairs);
        page.append('{').append(String.join(",", inside)).append("} ");
    }

    private static String shown(String name, boolean metric) {
        return NameEscape.isLegal(name, metric) ? name : quoted(name);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
    }
}

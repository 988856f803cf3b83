package dev.headroom.api;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Parser;
import dev.headroom.promql.Selectors;
import dev.headroom.promql.Syntax;
import dev.headroom.tsdb.Exemplars;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `series`, `labels`, `label/NAME/values` and `query_exemplars`: what the storage holds.
public final class SeriesEndpoints {

    static final String TRUNCATED = "results truncated due to limit";

    /// Names and values of labels are those of whole spans of two hours: Prometheus looks them up in the index of its
    /// blocks, which knows no finer times.
    private static final long BLOCK_MILLIS = Duration.ofHours(2).toMillis();

    private final Queryable storage;
    private final Exemplars exemplars;

    public SeriesEndpoints(Queryable storage, Exemplars exemplars) {
        this.storage = storage;
        this.exemplars = exemplars;
    }

    public void addTo(PrometheusApi api) {
        api.withForm("series", this::series)
                .withForm("labels", this::labels)
                .withForm("query_exemplars", this::exemplars)
                .withLabel("values", this::labelValues);
    }

    private Endpoint.Data series(Parameters parameters) {
        if (parameters.texts("match[]").isEmpty()) {
            throw new ApiException(400, "bad_data", "no match[] parameter provided");
        }
        var limited = limited(List.copyOf(found(parameters, 1, storage::series)), parameters);
        return new Endpoint.Data(
                Parts.list("[", limited.values(), ApiText::labels, "]"), limited.warnings(), List.of());
    }

    private Endpoint.Data labels(Parameters parameters) {
        return texts(parameters, storage::labelNames);
    }

    private Endpoint.Data labelValues(String name, Parameters parameters) {
        return texts(parameters, (from, to, matchers) -> storage.labelValues(name, from, to, matchers));
    }

    /// What the storage says about the series that pass matchers in a span.
    @FunctionalInterface
    private interface Lookup<T> {
        Collection<T> of(long minMillis, long maxMillis, List<Matcher> matchers);
    }

    private static Endpoint.Data texts(Parameters parameters, Lookup<String> lookup) {
        return texts(List.copyOf(found(parameters, BLOCK_MILLIS, lookup)), parameters);
    }

    private static Endpoint.Data texts(List<String> texts, Parameters parameters) {
        var limited = limited(texts, parameters);
        return new Endpoint.Data(
                Parts.list("[", limited.values(), ApiText::quoted, "]"), limited.warnings(), List.of());
    }

    private record Limited<T>(List<T> values, List<String> warnings) {}

    private static <T> Limited<T> limited(List<T> values, Parameters parameters) {
        int limit = parameters.limit();
        return limit > 0 && values.size() > limit
                ? new Limited<>(values.subList(0, limit), List.of(TRUNCATED))
                : new Limited<>(values, List.of());
    }

    /// @param grain the time span is widened to multiples of that many milliseconds
    private static <T extends Comparable<T>> Set<T> found(Parameters parameters, long grain, Lookup<T> lookup) {
        int _ = parameters.limit();
        long start = Math.floorDiv(parameters.earliest().toEpochMilli(), grain) * grain;
        long end = Math.floorDiv(parameters.latest().toEpochMilli(), grain) * grain + grain - 1;
        var selectors = parameters.matchers(Parser::selector);
        var found = new TreeSet<T>();
        for (var matchers : selectors.isEmpty() ? List.of(List.<Matcher>of()) : selectors) {
            found.addAll(lookup.of(start, end, matchers));
        }
        return found;
    }

    private Endpoint.Data exemplars(Parameters parameters) {
        var start = parameters.earliest();
        var end = parameters.latest();
        if (end.isBefore(start)) {
            throw new ApiException(400, "bad_data", "end timestamp must not be before start timestamp");
        }
        var selectors = Selectors.of(Parser.parse(parameters.text("query"), Syntax.STABLE)).stream()
                .map(Selectors.Selector::matchers)
                .toList();
        if (selectors.isEmpty()) {
            return Endpoint.Data.NONE;
        }
        var out = new StringBuilder("[");
        for (var found : exemplars.select(start.toEpochMilli(), end.toEpochMilli(), selectors)) {
            ApiText.separate(out);
            ApiText.exemplars(out, found);
        }
        return new Endpoint.Data(out.append(']').toString());
    }
}

package dev.headroom.promqltest;

import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.QueryResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Compares an answer with what a script expects.
final class Comparison {

    private Comparison() {}

    /// Where an answer differs: what was expected and what came.
    record Difference(String expected, String got) {}

    /// The first difference between a value and the series that a script lists.
    ///
    /// @param window the times of the listed values
    static Optional<Difference> of(QueryResult.Value value, Expectation expected, Expectation.Window window) {
        return switch (value) {
            case QueryResult.Scalar scalar -> scalar(scalar.value(), expected);
            case QueryResult.Text text -> text(text.value(), expected);
            case QueryResult.Vector vector -> vector(vector, expected);
            case QueryResult.Matrix matrix -> matrix(matrix, expected, window);
        };
    }

    private static Optional<Difference> scalar(double got, Expectation expected) {
        if (expected.scalar().isEmpty()) {
            return differ(words(expected), "scalar " + got);
        }
        double wanted = expected.scalar().getAsDouble();
        return AlmostEqual.test(wanted, got) ? Optional.empty() : differ("scalar " + wanted, "scalar " + got);
    }

    private static Optional<Difference> text(String got, Expectation expected) {
        var wanted = expected.text();
        return wanted.isPresent() && wanted.get().equals(got)
                ? Optional.empty()
                : differ(wanted.map(text -> "string \"" + text + '"').orElse(words(expected)), "string \"" + got + '"');
    }

    private static Optional<Difference> vector(QueryResult.Vector vector, Expectation expected) {
        if (expected.scalar().isPresent() || expected.text().isPresent()) {
            return differ(words(expected), "a vector of " + vector.elements().size());
        }
        var wanted = byLabels(expected);
        var seen = new HashSet<Labels>();
        for (int position = 0; position < vector.elements().size(); position++) {
            var element = vector.elements().get(position);
            var line = wanted.get(element.labels());
            if (line == null || !seen.add(element.labels())) {
                return differ("no series " + element.labels(), "value " + words(element));
            }
            if (expected.ordered() && !expected.series().get(position).labels().equals(element.labels())) {
                return differ(
                        "series " + expected.series().get(position).labels() + " at place " + (position + 1),
                        "series " + element.labels());
            }
            var difference = value(line, element);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return missing(wanted, seen);
    }

    private static Optional<Difference> value(SeriesLine line, QueryResult.Element element) {
        boolean equal = line.values().size() == 1 && switch (line.values().getFirst()) {
            case SeriesValue.Missing _ -> false;
            case SeriesValue.Sample(var wanted) ->
                element.histogram().isEmpty() && AlmostEqual.test(wanted, element.value());
            case SeriesValue.Histogram wanted ->
                element.histogram().map(got -> HistogramMatch.test(wanted, got)).orElse(false);
        };
        return equal ? Optional.empty() : differ(words(line.values()) + " for " + line.labels(), words(element));
    }

    private static Optional<Difference> matrix(
            QueryResult.Matrix matrix, Expectation expected, Expectation.Window window) {
        if (expected.text().isPresent()) {
            return differ(words(expected), "a matrix of " + matrix.rows().size());
        }
        var wanted = byLabels(expected);
        var seen = new HashSet<Labels>();
        for (var row : matrix.rows()) {
            var line = wanted.get(row.labels());
            if (line == null || !seen.add(row.labels())) {
                return differ("no series " + row.labels(), "values " + words(row.samples()));
            }
            var difference = values(line, row, window);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return missing(wanted, seen);
    }

    private static Optional<Difference> values(SeriesLine line, QueryResult.Row row, Expectation.Window window) {
        var wanted = new TreeMap<Long, SeriesValue>();
        for (int i = 0; i < line.values().size(); i++) {
            long time = window.startMillis() + i * window.stepMillis();
            if (time > window.endMillis()) {
                return differ(line.values().size() + " values for " + line.labels(), "a time range with only " + i);
            }
            if (!(line.values().get(i) instanceof SeriesValue.Missing)) {
                wanted.put(time, line.values().get(i));
            }
        }
        int at = 0;
        for (var entry : wanted.entrySet()) {
            if (at >= row.samples().size()
                    || row.samples().timestamp(at) != entry.getKey()
                    || !equal(entry.getValue(), row.samples(), at)) {
                return differ(
                        words(line.values()) + " for " + line.labels() + " with " + words(List.of(entry.getValue()))
                                + " at " + entry.getKey() / 1000.0 + " s",
                        words(row.samples()));
            }
            at++;
        }
        return at == row.samples().size()
                ? Optional.empty()
                : differ(words(line.values()) + " for " + line.labels(), words(row.samples()));
    }

    private static boolean equal(SeriesValue wanted, Samples samples, int index) {
        var histogram = samples.histogram(index);
        return switch (wanted) {
            case SeriesValue.Missing _ -> false;
            case SeriesValue.Sample(var number) ->
                histogram == null && AlmostEqual.test(number, samples.value(index));
            case SeriesValue.Histogram expected -> histogram != null && HistogramMatch.test(expected, histogram);
        };
    }

    private static Map<Labels, SeriesLine> byLabels(Expectation expected) {
        var wanted = new HashMap<Labels, SeriesLine>();
        expected.series().forEach(line -> wanted.put(line.labels(), line));
        expected.scalar()
                .ifPresent(value -> wanted.put(
                        Labels.empty(),
                        new SeriesLine(Labels.empty(), false, List.of(new SeriesValue.Sample(value)))));
        return wanted;
    }

    private static Optional<Difference> missing(Map<Labels, SeriesLine> wanted, Set<Labels> seen) {
        for (var line : wanted.values()) {
            boolean anything = line.values().stream().anyMatch(value -> !(value instanceof SeriesValue.Missing));
            if (anything && !seen.contains(line.labels())) {
                return differ(words(line.values()) + " for " + line.labels(), "no such series");
            }
        }
        return Optional.empty();
    }

    private static Optional<Difference> differ(String expected, String got) {
        return Optional.of(new Difference(expected, got));
    }

    private static String words(Expectation expected) {
        if (expected.text().isPresent()) {
            return "string \"" + expected.text().get() + '"';
        }
        return expected.scalar().isPresent()
                ? "scalar " + expected.scalar().getAsDouble()
                : "a vector of " + expected.series().size();
    }

    private static String words(List<SeriesValue> values) {
        var words = new ArrayList<String>();
        for (var value : values) {
            words.add(switch (value) {
                case SeriesValue.Missing _ -> "_";
                case SeriesValue.Sample number -> number(number.value());
                case SeriesValue.Histogram histogram -> HistogramNotation.print(histogram.value());
            });
        }
        return String.join(" ", words);
    }

    private static String words(QueryResult.Element element) {
        return element.histogram().map(HistogramNotation::print).orElseGet(() -> String.valueOf(element.value()));
    }

    private static String words(Samples samples) {
        var words = new ArrayList<String>();
        for (int i = 0; i < samples.size(); i++) {
            var histogram = samples.histogram(i);
            var value = histogram == null ? number(samples.value(i)) : HistogramNotation.print(histogram);
            words.add(value + "@" + samples.timestamp(i) / 1000.0);
        }
        return String.join(" ", words);
    }

    private static String number(double value) {
        return Samples.isStale(value) ? "stale" : String.valueOf(value);
    }
}

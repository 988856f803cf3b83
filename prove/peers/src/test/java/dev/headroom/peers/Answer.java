package dev.headroom.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What one side answered, in a form in which two answers can be compared: series by their labels, in any order.
record Answer(String outcome, TreeMap<String, List<double[]>> series, Set<String> annotations) {

    private static final double TOLERANCE = 1e-7;
    /// What is left of a difference of two almost equal numbers.
    private static final double REMAINDER = 1e-13;
    /// Where in a bucket its count is.
    private static final int COUNT = 3;

    static Answer of(String body) {
        var json = JsonMapper.shared().readTree(body);
        if (!json.path("status").asString("").equals("success")) {
            return new Answer(error(json), new TreeMap<>(), Set.of());
        }
        var data = json.path("data");
        var type = data.path("resultType").asString("");
        var series = new TreeMap<String, List<double[]>>();
        var result = data.path("result");
        switch (type) {
            case "scalar" -> series.put("", List.of(point(result)));
            case "string" -> series.put(result.path(1).asString(""), List.of());
            default -> result.forEach(each -> series.put(labels(each.path("metric")), points(each)));
        }
        var annotations = new TreeSet<>(notes(json.path("warnings")));
        annotations.addAll(notes(json.path("infos")));
        return new Answer(type, series, annotations);
    }

    /* notes
     *
     * Of more than ten annotations the real one shows any ten. How many samples it counts in one about monotonicity
     * depends on how often it merges the same note. Of the pairs of types that an operator cannot take in one step it
     * names the last.
     */
    private static Set<String> notes(JsonNode texts) {
        var notes = texts.valueStream()
                .map(each -> each.asString("")
                        .replaceAll("over -?\\d+ samples", "over some samples")
                        .replaceAll("(incompatible sample types .*?): .*", "$1"))
                .collect(Collectors.toSet());
        return notes.stream().anyMatch(each -> each.endsWith("omitted"))
                ? notes.stream().filter(each -> each.endsWith("omitted")).collect(Collectors.toSet())
                : notes;
    }

    /// Which of several series an error names is left to the order in which they come.
    private static String error(JsonNode json) {
        var text = json.path("error").asString("").replaceAll("\\{[^}]*}", "{}");
        return json.path("errorType").asString("") + ": " + text;
    }

    private static String labels(JsonNode metric) {
        var sorted = new TreeMap<String, String>();
        metric.properties().forEach(each -> sorted.put(each.getKey(), each.getValue().asString("")));
        return sorted.toString();
    }

    private static List<double[]> points(JsonNode series) {
        var points = new ArrayList<double[]>();
        List.of("value", "histogram").forEach(one -> {
            if (series.has(one)) {
                points.add(point(series.path(one)));
            }
        });
        List.of("values", "histograms").forEach(many -> series.path(many).forEach(each -> points.add(point(each))));
        return points;
    }

    /* notes
     *
     * The real one keeps empty buckets of a chunk in which they were not empty before. That shows only when they are
     * multiplied by NaN, so buckets that count NaN are left out.
     */
    /// The time and the number; of a histogram the time, count, sum, and each bucket with its bounds.
    private static double[] point(JsonNode pair) {
        var value = pair.path(1);
        if (!value.isObject()) {
            return new double[] {pair.path(0).asDouble(), number(value)};
        }
        var numbers = DoubleStream.builder().add(pair.path(0).asDouble());
        numbers.add(number(value.path("count"))).add(number(value.path("sum")));
        value.path("buckets").valueStream()
                .filter(bucket -> !Double.isNaN(number(bucket.path(COUNT))))
                .forEach(bucket -> bucket.forEach(each -> numbers.add(number(each))));
        return numbers.build().toArray();
    }

    private static double number(JsonNode text) {
        return switch (text.asString("")) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case String number -> Double.parseDouble(number);
        };
    }

    /// How another answer differs, in one line; empty when it does not.
    Optional<String> difference(Answer other) {
        if (!outcome.equals(other.outcome)) {
            return Optional.of("expected " + outcome + "\n  got      " + other.outcome);
        }
        if (!series.keySet().equals(other.series.keySet())) {
            var lacking = new TreeSet<>(series.keySet());
            lacking.removeAll(other.series.keySet());
            var added = new TreeSet<>(other.series.keySet());
            added.removeAll(series.keySet());
            return Optional.of("lacks series " + lacking + ", has more " + added);
        }
        for (var entry : series.entrySet()) {
            var difference = points(entry.getValue(), other.series.getOrDefault(entry.getKey(), List.of()));
            if (difference.isPresent()) {
                return difference.map(each -> entry.getKey() + ": " + each);
            }
        }
        return annotations.equals(other.annotations)
                ? Optional.empty()
                : Optional.of("expected " + annotations + "\n  got      " + other.annotations);
    }

    private static Optional<String> points(List<double[]> expected, List<double[]> got) {
        if (expected.size() != got.size()) {
            return Optional.of("expected " + expected.size() + " points, got " + got.size());
        }
        for (int i = 0; i < expected.size(); i++) {
            double[] one = expected.get(i);
            double[] other = got.get(i);
            if (one.length != other.length
                    || !IntStream.range(0, one.length).allMatch(at -> close(one[at], other[at]))) {
                return Optional.of("expected " + Arrays.toString(one) + ", got " + Arrays.toString(other));
            }
        }
        return Optional.empty();
    }

    private static boolean close(double one, double other) {
        return Double.compare(one, other) == 0
                || one == other
                || Math.abs(one - other) <= REMAINDER + TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
    }
}

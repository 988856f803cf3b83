package dev.headroom.promqltest;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.FloatText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads and writes native histograms as scripts have them: `{{schema:1 count:5 sum:6 buckets:[2 3] offset:-1}}`.
///
/// `z_bucket` and `z_bucket_w` are count and width of the zero bucket, `n_buckets` and `n_offset` the negative side,
/// `custom_values` the bounds of schema -53, `counter_reset_hint` one of `unknown`, `reset`, `not_reset` and `gauge`.
final class HistogramNotation {

    private static final Set<String> FIELDS = Set.of(
            "schema", "count", "sum", "z_bucket", "z_bucket_w", "buckets", "offset", "n_buckets", "n_offset",
            "custom_values", "counter_reset_hint");

    private HistogramNotation() {}

    /// @throws IllegalArgumentException when the text is no histogram; the message says expected and got
    static SeriesValue.Histogram parse(String text) {
        var fields = fields(text);
        int schema = (int) number(fields, "schema");
        var positive = BucketCounts.adjacent((int) number(fields, "offset"), numbers(fields, "buckets"));
        var negative = BucketCounts.adjacent((int) number(fields, "n_offset"), numbers(fields, "n_buckets"));
        var bounds = new ArrayList<Double>();
        for (double bound : numbers(fields, "custom_values")) {
            bounds.add(bound);
        }
        var histogram = new FloatHistogram(
                hint(fields.getOrDefault("counter_reset_hint", "unknown")),
                schema,
                number(fields, "z_bucket_w"),
                number(fields, "z_bucket"),
                number(fields, "count"),
                number(fields, "sum"),
                positive,
                negative,
                bounds);
        return new SeriesValue.Histogram(histogram, fields.containsKey("counter_reset_hint"));
    }

    private static Map<String, String> fields(String text) {
        var fields = new HashMap<String, String>();
        var body = text.substring(2, text.length() - 2).strip();
        int at = 0;
        while (at < body.length()) {
            int colon = body.indexOf(':', at);
            var name = colon < 0 ? body.substring(at) : body.substring(at, colon).strip();
            if (colon < 0 || !FIELDS.contains(name)) {
                throw new IllegalArgumentException("expected a field of a histogram such as count:3, got \"" + name
                        + "\" in " + text);
            }
            boolean list = body.startsWith("[", colon + 1);
            int end = list ? body.indexOf(']', colon) + 1 : body.indexOf(' ', colon);
            end = end <= 0 ? body.length() : end;
            fields.put(name, body.substring(colon + 1, end).strip());
            at = end;
            while (at < body.length() && Character.isWhitespace(body.charAt(at))) {
                at++;
            }
        }
        return fields;
    }

    private static double number(Map<String, String> fields, String name) {
        var text = fields.getOrDefault(name, "0");
        try {
            return SeriesNotation.number(text);
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(name + ": expected a number, got \"" + text + '"');
        }
    }

    private static double[] numbers(Map<String, String> fields, String name) {
        var text = fields.getOrDefault(name, "[]");
        if (!text.startsWith("[") || !text.endsWith("]")) {
            throw new IllegalArgumentException(name + ": expected a list such as [1 2], got \"" + text + '"');
        }
        var words = text.substring(1, text.length() - 1).strip();
        if (words.isEmpty()) {
            return new double[0];
        }
        try {
            return List.of(words.split("\\s+")).stream().mapToDouble(SeriesNotation::number).toArray();
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException(name + ": expected a list of numbers, got \"" + text + '"');
        }
    }

    private static CounterReset hint(String word) {
        return switch (word) {
            case "unknown" -> CounterReset.UNKNOWN;
            case "reset" -> CounterReset.RESET;
            case "not_reset" -> CounterReset.NOT_RESET;
            case "gauge" -> CounterReset.GAUGE;
            default ->
                throw new IllegalArgumentException(
                        "counter_reset_hint: expected unknown, reset, not_reset or gauge, got \"" + word + '"');
        };
    }

    /// The notation of a histogram.
    static String print(FloatHistogram histogram) {
        var words = new ArrayList<String>();
        add(words, "schema", histogram.schema());
        add(words, "count", histogram.count());
        add(words, "sum", histogram.sum());
        add(words, "z_bucket", histogram.zeroCount());
        add(words, "z_bucket_w", histogram.zeroThreshold());
        if (!histogram.customBounds().isEmpty()) {
            words.add("custom_values:["
                    + String.join(
                            " ",
                            histogram.customBounds().stream()
                                    .map(FloatText::general)
                                    .toList())
                    + "]");
        }
        switch (histogram.counterReset()) {
            case UNKNOWN -> {}
            case RESET -> words.add("counter_reset_hint:reset");
            case NOT_RESET -> words.add("counter_reset_hint:not_reset");
            case GAUGE -> words.add("counter_reset_hint:gauge");
        }
        add(words, "", histogram.positive().compact());
        add(words, "n_", histogram.negative().compact());
        return "{{" + String.join(" ", words) + "}}";
    }

    private static void add(List<String> words, String name, double value) {
        if (value != 0) {
            words.add(name + ":" + FloatText.general(value));
        }
    }

    private static void add(List<String> words, String side, BucketCounts buckets) {
        if (buckets.isEmpty()) {
            return;
        }
        if (buckets.index(0) != 0) {
            words.add(side + "offset:" + buckets.index(0));
        }
        var counts = new ArrayList<String>();
        for (int i = 0; i < buckets.size(); i++) {
            for (int gap = i == 0 ? 0 : buckets.index(i) - buckets.index(i - 1) - 1; gap > 0; gap--) {
                counts.add("0");
            }
            counts.add(FloatText.general(buckets.count(i)));
        }
        words.add(side + "buckets:[" + String.join(" ", counts) + "]");
    }
}

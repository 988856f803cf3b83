package dev.headroom.replay;

import dev.headroom.exposition.ContentType;
import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.HistogramReading;
import dev.headroom.exposition.PageReader;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.recording.Suite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Metrics pages and what Prometheus' parser makes of them: `exposition-text`, `exposition-openmetrics`,
/// `exposition-protobuf`, and `exposition-converted`, where classic histograms become native ones.
///
/// Compared are labels, bits of values, timestamps, exemplars, whether there is an error, and how many entries come
/// before it where that is recorded. The wording of errors is not compared.
///
/// @param mediaType of the pages; empty when each line says it
record ExpositionSuite(String name, String mediaType) implements Suite {

    @Override
    public List<String> replay(JsonNode line) {
        var page = line.has("input_b64")
                ? Base64.getDecoder().decode(line.path("input_b64").asString())
                : line.path("input").asString().getBytes(StandardCharsets.UTF_8);
        var type = mediaType.isEmpty() ? line.path("content_type").asString() : mediaType;
        var reading = PageReader.Reading.first(new HistogramReading(
                line.path("native").asBoolean(false),
                line.path("classic").asBoolean(false),
                line.path("convert").asBoolean(false)));
        var differences = new ArrayList<String>();
        for (var time : List.of("first", "second")) {
            differences(line, type, page, reading).stream()
                    .map(difference -> time + " reading: " + difference)
                    .forEach(differences::add);
        }
        return differences;
    }

    /// A page that comes again says the same, although its series are known by their texts then.
    private static List<String> differences(JsonNode line, String type, byte[] page, PageReader.Reading reading) {
        var entries = new ArrayList<Entry>();
        var error = "";
        try {
            PageReader.read(ContentType.of(type, "").parser(), page, reading, entries::add);
        } catch (ExpositionException failure) {
            error = String.valueOf(failure.getMessage());
        }
        var differences = new ArrayList<String>();
        boolean ok = line.path("ok").asBoolean();
        if (ok != error.isEmpty()) {
            differences.add("ok: expected " + ok + " (" + line.path("error").asString("") + "), got " + error);
        }
        var before = line.path("entries_before_error");
        if (!ok && before.isNumber() && before.asInt() != entries.size()) {
            differences.add("entries before the error: expected " + before.asInt() + ", got " + entries.size() + " and "
                    + error);
        }
        if (ok || before.isNumber()) {
            compare(line.path("entries"), entries, differences);
        }
        return differences;
    }

    private static void compare(JsonNode expected, List<Entry> entries, List<String> differences) {
        if (expected.size() != entries.size()) {
            differences.add("entries: expected " + expected.size() + ", got " + entries.size());
            return;
        }
        for (int i = 0; i < entries.size(); i++) {
            var wanted = text(expected.get(i));
            var got = text(entries.get(i));
            if (!wanted.equals(got)) {
                differences.add("entry " + i + ": expected " + wanted + ", got " + got);
            }
        }
    }

    private static String text(JsonNode entry) {
        var kind = entry.path("kind").asString();
        if (!kind.equals("series") && !kind.equals("histogram")) {
            return kind + " " + entry.path("name").asString("") + " " + entry.path("text").asString();
        }
        var text = new StringBuilder(kind).append(' ');
        for (var label : entry.path("labels")) {
            text.append(label.get(0).asString()).append('=').append(label.get(1).asString()).append(' ');
        }
        text.append(kind.equals("series") ? entry.path("bits").asString() : histogram(entry.path("histogram")));
        text.append(" at ").append(entry.path("ts").asString("-"));
        for (var exemplar : entry.path("exemplars")) {
            text.append(" # ");
            for (var label : exemplar.path("labels")) {
                text.append(label.get(0).asString()).append('=').append(label.get(1).asString()).append(' ');
            }
            text.append(number(exemplar.path("value").asString()));
            text.append(" at ").append(exemplar.path("ts").asString("-"));
        }
        return text.toString();
    }

    private static String histogram(JsonNode said) {
        var text = new StringBuilder(said.path("gauge").asBoolean() ? "gauge " : "");
        for (var field : List.of("schema", "zero_threshold", "zero_count", "count", "sum")) {
            text.append(said.path(field).asString()).append(' ');
        }
        said.path("custom").forEach(bound -> text.append(bound.asString()).append(' '));
        for (var side : List.of("positive", "negative")) {
            said.path(side).forEach(bucket -> text.append(bucket.get(0).asString())
                    .append(':')
                    .append(bucket.get(1).asString())
                    .append(' '));
            text.append("; ");
        }
        return text.toString();
    }

    private static String text(Entry entry) {
        return switch (entry) {
            case Entry.Type type -> "type " + type.name() + " " + type.type().word();
            case Entry.Help help -> "help " + help.name() + " " + help.text();
            case Entry.Unit unit -> "unit " + unit.name() + " " + unit.unit();
            case Entry.Comment comment -> "comment  " + comment.text();
            case Entry.Series series ->
                text("series", series, bits(series.value()), series.exemplar().stream().toList());
            case Entry.Histogram said -> text("histogram", said, histogram(said.histogram()), said.exemplars());
        };
    }

    private static String histogram(FloatHistogram said) {
        var text = new StringBuilder(said.counterReset() == CounterReset.GAUGE ? "gauge " : "");
        text.append(said.schema()).append(' ');
        for (double number : new double[] {said.zeroThreshold(), said.zeroCount(), said.count(), said.sum()}) {
            text.append(bits(number)).append(' ');
        }
        said.customBounds().forEach(bound -> text.append(bits(bound)).append(' '));
        for (BucketCounts side : List.of(said.positive(), said.negative())) {
            for (int i = 0; i < side.size(); i++) {
                text.append(side.index(i)).append(':').append(bits(side.count(i))).append(' ');
            }
            text.append("; ");
        }
        return text.toString();
    }

    private static String bits(double value) {
        return "%016x".formatted(Double.doubleToRawLongBits(value));
    }

    private static String text(String kind, Entry.Sample sample, String value, List<Entry.Exemplar> exemplars) {
        var text = new StringBuilder(kind).append(' ');
        sample.page().forEach(label -> text.append(label.name()).append('=').append(label.value()).append(' '));
        text.append(value).append(" at ");
        text.append(sample.timestampMillis().isPresent() ? sample.timestampMillis().getAsLong() + "" : "-");
        for (var exemplar : exemplars) {
            text.append(" # ");
            exemplar.labels()
                    .forEach(label -> text.append(label.name()).append('=').append(label.value()).append(' '));
            text.append(exemplar.value()).append(" at ");
            text.append(exemplar.timestampMillis().isPresent() ? exemplar.timestampMillis().getAsLong() + "" : "-");
        }
        return text.toString();
    }

    private static double number(String text) {
        return switch (text) {
            case "Inf", "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}

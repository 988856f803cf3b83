package dev.headroom.replay;

import dev.headroom.exposition.Entry;
import dev.headroom.exposition.ExpositionException;
import dev.headroom.exposition.PageFormat;
import dev.headroom.exposition.PageReader;
import dev.headroom.recording.Suite;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Metrics pages and what Prometheus' parser makes of them: `exposition-text`, `exposition-openmetrics`.
///
/// Compared are labels, bits of values, timestamps, exemplars, whether there is an error, and how many entries come
/// before it. The wording of errors is not compared.
record ExpositionSuite(String name, PageFormat format) implements Suite {

    @Override
    public List<String> replay(JsonNode line) {
        var page = line.has("input_b64")
                ? Base64.getDecoder().decode(line.path("input_b64").asString())
                : line.path("input").asString().getBytes(StandardCharsets.UTF_8);
        var entries = new ArrayList<Entry>();
        var error = "";
        try {
            PageReader.read(format, page, entries::add);
        } catch (ExpositionException failure) {
            error = String.valueOf(failure.getMessage());
        }
        var differences = new ArrayList<String>();
        boolean ok = line.path("ok").asBoolean();
        if (ok != error.isEmpty()) {
            differences.add("ok: expected " + ok + " (" + line.path("error").asString("") + "), got " + error);
        }
        if (!ok && line.path("entries_before_error").asInt() != entries.size()) {
            differences.add("entries before the error: expected "
                    + line.path("entries_before_error").asInt() + ", got " + entries.size() + " and " + error);
        }
        compare(line.path("entries"), entries, differences);
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
        if (!kind.equals("series")) {
            return kind + " " + entry.path("name").asString("") + " " + entry.path("text").asString();
        }
        var text = new StringBuilder("series ");
        for (var label : entry.path("labels")) {
            text.append(label.get(0).asString()).append('=').append(label.get(1).asString()).append(' ');
        }
        text.append(entry.path("bits").asString()).append(" at ").append(entry.path("ts").asString("-"));
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

    private static String text(Entry entry) {
        return switch (entry) {
            case Entry.Type type -> "type " + type.name() + " " + type.type().word();
            case Entry.Help help -> "help " + help.name() + " " + help.text();
            case Entry.Unit unit -> "unit " + unit.name() + " " + unit.unit();
            case Entry.Comment comment -> "comment  " + comment.text();
            case Entry.Series series -> text(series);
            case Entry.Histogram histogram -> "histogram " + histogram.histogram();
        };
    }

    private static String text(Entry.Series series) {
        var text = new StringBuilder("series ");
        series.page().forEach(label -> text.append(label.name()).append('=').append(label.value()).append(' '));
        text.append("%016x".formatted(Double.doubleToRawLongBits(series.value())));
        text.append(" at ");
        text.append(series.timestampMillis().isPresent() ? series.timestampMillis().getAsLong() + "" : "-");
        series.exemplar().ifPresent(exemplar -> {
            text.append(" # ");
            exemplar.labels()
                    .forEach(label -> text.append(label.name()).append('=').append(label.value()).append(' '));
            text.append(exemplar.value()).append(" at ");
            text.append(exemplar.timestampMillis().isPresent() ? exemplar.timestampMillis().getAsLong() + "" : "-");
        });
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

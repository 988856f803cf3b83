package dev.headroom.exposition;

import dev.headroom.exposition.Entry.Exemplar;
import dev.headroom.exposition.Entry.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// OpenMetrics 1.0: exactly one blank where one may stand, no blank lines, no comments of one's own, `# EOF` last.
final class OpenMetricsReader {

    private static final double MILLIS = 1000;

    private final Cursor cursor;
    private final Consumer<Entry> entries;

    /// What the last TYPE line said, whatever its name was.
    private MetricType type = MetricType.UNKNOWN;

    OpenMetricsReader(byte[] page, Consumer<Entry> entries) {
        this.cursor = new Cursor(page, page.length);
        this.entries = entries;
    }

    void read() throws ExpositionException {
        while (!endOfPage()) {
            cursor.start = cursor.at;
            switch (cursor.peek()) {
                case '#' -> metadata();
                case '{' -> {
                    cursor.at++;
                    afterName(labels(null));
                }
                default -> series();
            }
        }
    }

    private boolean endOfPage() throws ExpositionException {
        if (cursor.peek() == Cursor.END) {
            throw cursor.error("data does not end with # EOF");
        }
        if (!cursor.startsWith("# EOF")) {
            return false;
        }
        cursor.at += "# EOF".length();
        if (cursor.peek() == '\n') {
            cursor.at++;
        }
        if (cursor.peek() != Cursor.END) {
            throw cursor.error("unexpected data after # EOF");
        }
        return true;
    }

    private void metadata() throws ExpositionException {
        if (cursor.startsWith("# HELP ")) {
            var name = metadataName("HELP");
            int from = metadataText("HELP");
            if (!cursor.isUtf8(from, cursor.at)) {
                throw cursor.error(
                        "help text " + Quoted.of(cursor.page, from, cursor.at) + " is not a valid utf8 string");
            }
            entries.accept(new Entry.Help(name, cursor.unescaped(from, cursor.at, true)));
        } else if (cursor.startsWith("# TYPE ")) {
            var name = metadataName("TYPE");
            type = type(metadataText("TYPE"));
            entries.accept(new Entry.Type(name, type));
        } else if (cursor.startsWith("# UNIT ")) {
            var name = metadataName("UNIT");
            var unit = cursor.text(metadataText("UNIT"), cursor.at);
            if (!unit.isEmpty() && !name.endsWith("_" + unit)) {
                throw cursor.error("unit \"" + unit + "\" not a suffix of metric \"" + name + '"');
            }
            entries.accept(new Entry.Unit(name, unit));
        } else {
            throw cursor.expected("a valid start token");
        }
        cursor.at++;
    }

    private String metadataName(String word) throws ExpositionException {
        cursor.at += "# ".length() + word.length() + 1;
        int from = cursor.at;
        if (cursor.skipQuoted(true, false)) {
            return cursor.text(from + 1, cursor.at - 1);
        }
        if (cursor.skipMetricName()) {
            return cursor.text(from, cursor.at);
        }
        throw cursor.expected("metric name after " + word);
    }

    /// Goes to the end of the line and says where its text began.
    private int metadataText(String word) throws ExpositionException {
        int from = cursor.at + 1;
        boolean blank = cursor.peek() == ' ';
        cursor.skipLine();
        if (!blank || cursor.peek() != '\n') {
            throw cursor.error("expected text in " + word);
        }
        return from;
    }

    private MetricType type(int from) throws ExpositionException {
        var word = cursor.ascii(from, cursor.at);
        for (var known : MetricType.values()) {
            if (known.word().equals(word)) {
                return known;
            }
        }
        throw cursor.error("invalid metric type " + Quoted.of(cursor.page, from, cursor.at));
    }

    private void series() throws ExpositionException {
        if (!cursor.skipMetricName()) {
            throw cursor.expected("a valid start token");
        }
        var name = cursor.metricName(cursor.start, cursor.at);
        if (cursor.peek() == '{') {
            cursor.at++;
            afterName(labels(name));
        } else {
            afterName(List.of(name));
        }
    }

    private List<Label> labels(@Nullable Label nameInFront) throws ExpositionException {
        var metricName = nameInFront;
        var labels = new ArrayList<Label>();
        while (cursor.peek() != '}') {
            int from = cursor.at;
            if (!cursor.skipLabelName() && !cursor.skipQuoted(true, false)) {
                throw cursor.expected("label name");
            }
            int to = cursor.at;
            if (cursor.page[from] == '"' && (cursor.peek() == ',' || cursor.peek() == '}')) {
                if (metricName != null) {
                    throw cursor.error("metric name already set" + cursor.whileParsing(cursor.at + 1));
                }
                metricName = cursor.metricName(from + 1, to - 1);
            } else {
                labels.add(label(from, to, true));
            }
            comma();
        }
        cursor.at++;
        if (metricName == null) {
            throw cursor.error("metric name not set" + cursor.whileParsing(cursor.at));
        }
        labels.addFirst(metricName);
        return Cursor.sorted(labels);
    }

    private void comma() throws ExpositionException {
        if (cursor.peek() == ',') {
            cursor.at++;
        } else if (cursor.peek() != '}') {
            throw cursor.expected("comma or brace close");
        }
    }

    /// @param sample whether it belongs to a sample; an exemplar's values stay as they are written
    private Label label(int from, int to, boolean sample) throws ExpositionException {
        if (cursor.peek() != '=') {
            throw cursor.expected("equal");
        }
        cursor.at++;
        int valueFrom = cursor.at + 1;
        if (!cursor.skipQuoted(false, sample)) {
            throw cursor.expected("label value");
        }
        int valueTo = cursor.at - 1;
        if (!cursor.isUtf8(valueFrom, valueTo)) {
            throw cursor.error(
                    "invalid UTF-8 label value: " + Quoted.of(cursor.page, valueFrom - 1, valueTo + 1));
        }
        int quote = cursor.page[from] == '"' ? 1 : 0;
        boolean utf8 = cursor.isUtf8(from, to);
        if (!sample) {
            return new Label(cursor.text(from + quote, to - quote), cursor.text(valueFrom, valueTo), utf8);
        }
        var name = cursor.unescaped(from + quote, to - quote, true);
        return new Label(name, Cursor.canonical(type, name, cursor.unescaped(valueFrom, valueTo, true)), utf8);
    }

    private void afterName(List<Label> labels) throws ExpositionException {
        double value = number("value after metric");
        var timestamp = OptionalLong.empty();
        Optional<Exemplar> exemplar = Optional.empty();
        if (cursor.peek() == Cursor.END) {
            throw cursor.error("data does not end with # EOF");
        }
        if (cursor.peek() == ' ' && !exemplarMark() && isOfNumber(cursor.at + 1)) {
            timestamp = timestamp();
            if (cursor.peek() != '\n' && !cursor.startsWith(" # {")) {
                throw cursor.expected("next entry after timestamp");
            }
        }
        if (cursor.startsWith(" # {")) {
            cursor.at += " # {".length();
            exemplar = Optional.of(exemplar());
        }
        // Prometheus sees a wrong byte here only after it has taken the sample: the page fails all the same.
        entries.accept(new Entry.Series(labels, value, timestamp, exemplar));
        if (cursor.peek() != '\n') {
            cursor.start = cursor.at;
            throw cursor.expected("a valid start token");
        }
        cursor.at++;
    }

    private boolean exemplarMark() {
        return cursor.startsWith(" # ");
    }

    private boolean isOfNumber(int at) {
        return at < cursor.end && cursor.page[at] != ' ' && cursor.page[at] != '\n' && cursor.page[at] != 0;
    }

    /// One blank and a number.
    private double number(String what) throws ExpositionException {
        if (cursor.peek() != ' ' || !isOfNumber(cursor.at + 1)) {
            throw cursor.expected(what);
        }
        cursor.at++;
        int from = cursor.at;
        cursor.skipUntil(' ', '\n', '\n');
        return cursor.number(from, cursor.at);
    }

    /// One blank and a time in seconds. Beyond 64 bits of milliseconds it becomes the smallest one, as with Prometheus.
    private OptionalLong timestamp() throws ExpositionException {
        double millis = number("timestamp") * MILLIS;
        if (!Double.isFinite(millis / MILLIS)) {
            throw cursor.error("invalid timestamp " + Numbers.printGeneral(millis));
        }
        return OptionalLong.of(Math.abs(millis) < -(double) Long.MIN_VALUE ? (long) millis : Long.MIN_VALUE);
    }

    private Exemplar exemplar() throws ExpositionException {
        var labels = new ArrayList<Label>();
        while (cursor.peek() != '}') {
            int from = cursor.at;
            if (!cursor.skipLabelName() && !cursor.skipQuoted(false, false)) {
                throw cursor.expected("label name");
            }
            labels.add(label(from, cursor.at, false));
            comma();
        }
        cursor.at++;
        double value = number("value after exemplar labels");
        var timestamp = cursor.peek() == ' ' ? timestamp() : OptionalLong.empty();
        if (cursor.peek() == Cursor.END) {
            throw cursor.error("data does not end with # EOF");
        }
        if (cursor.peek() != '\n') {
            throw cursor.expected(
                    timestamp.isPresent() ? "next entry after exemplar timestamp" : "timestamp or comment");
        }
        return new Exemplar(Cursor.sorted(labels), value, timestamp);
    }
}

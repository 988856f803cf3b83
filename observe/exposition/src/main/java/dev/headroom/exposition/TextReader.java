package dev.headroom.exposition;

import dev.headroom.exposition.Entry.Label;
import dev.headroom.exposition.SeriesTexts.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Prometheus text 0.0.4, with the liberties that Prometheus' own reader takes: blanks wherever two tokens meet, commas
/// between labels optional, newlines raw in label values, and a NUL that ends the page.
final class TextReader {

    private final Cursor cursor;
    private final SeriesTexts texts;
    private final Consumer<Entry> entries;

    /// What the last TYPE line said, whatever its name was.
    private MetricType type = MetricType.UNKNOWN;

    TextReader(byte[] page, SeriesTexts texts, Consumer<Entry> entries) {
        // A missing newline at the end is no error: every page gets one more.
        var ended = Arrays.copyOf(page, page.length + 1);
        ended[page.length] = '\n';
        this.cursor = new Cursor(ended, ended.length);
        this.texts = texts;
        this.entries = entries;
    }

    void read() throws ExpositionException {
        texts.beginPage();
        try {
            boolean more = true;
            while (more) {
                more = line();
            }
        } finally {
            texts.endPage();
        }
    }

    /// @return whether the page goes on
    private boolean line() throws ExpositionException {
        cursor.start = cursor.at;
        cursor.skipBlanks();
        switch (cursor.peek()) {
            case Cursor.END, 0 -> {
                return false;
            }
            case '\n' -> cursor.at++;
            case '#' -> {
                return comment();
            }
            case '{' -> {
                cursor.at++;
                afterName(new PageLabels(labels(new ArrayList<>(), null)));
            }
            default -> afterName(series());
        }
        return true;
    }

    /// A series from its name on, which the line begins with.
    private PageLabels series() throws ExpositionException {
        var stretch = stretch();
        var known = stretch == null ? null : texts.find(stretch, type);
        if (stretch != null && known != null) {
            cursor.at = stretch.to();
            return known;
        }
        if (!cursor.skipMetricName()) {
            throw cursor.expected("a valid start token");
        }
        // Blanks before the name belong to it.
        var name = cursor.metricName(cursor.start, cursor.at);
        cursor.skipBlanks();
        if (cursor.peek() != '{') {
            return new PageLabels(List.of(name));
        }
        cursor.at++;
        var labels = new PageLabels(labels(new ArrayList<>(), name));
        if (stretch != null && stretch.to() == cursor.at) {
            texts.add(stretch, type, labels);
        }
        return labels;
    }

    /// From the start of the line to behind the brace that closes its labels; null when they do not end on this page.
    private @Nullable Stretch stretch() {
        boolean quoted = false;
        int hash = 0;
        for (int at = cursor.start; at < cursor.end; at++) {
            byte next = cursor.page[at];
            hash = 31 * hash + next;
            if (next == '"') {
                quoted = !quoted;
            } else if (quoted && next == '\\') {
                at++;
            } else if (!quoted && next == '}') {
                return new Stretch(cursor.page, cursor.start, at + 1, hash);
            } else if (!quoted && next == '\n') {
                return null;
            }
        }
        return null;
    }

    /// @return whether the page goes on
    private boolean comment() throws ExpositionException {
        int from = cursor.at;
        cursor.at++;
        int blank = cursor.at;
        cursor.skipBlanks();
        if (cursor.peek() == 0) {
            return false;
        }
        if (cursor.at > blank) {
            if (metadataWord("HELP")) {
                help();
                return true;
            }
            if (metadataWord("TYPE")) {
                type();
                return true;
            }
            cursor.skipLine();
        } else {
            cursor.skipUntil('\n', '\n', '\n');
            if (cursor.peek() != '\n') {
                return false;
            }
        }
        entries.accept(new Entry.Comment(cursor.text(from, cursor.at)));
        cursor.at++;
        return true;
    }

    /// Goes over the word and the blanks behind it; false, and no move, when they do not stand here.
    private boolean metadataWord(String word) {
        if (!cursor.startsWith(word)) {
            return false;
        }
        int behind = cursor.page[cursor.at + word.length()];
        if (behind != ' ' && behind != '\t') {
            return false;
        }
        cursor.at += word.length();
        cursor.skipBlanks();
        return true;
    }

    private void help() throws ExpositionException {
        var name = metadataName("HELP");
        int from = metadataText();
        if (!cursor.isUtf8(from, cursor.at)) {
            throw cursor.error("help text " + Quoted.of(cursor.page, from, cursor.at) + " is not a valid utf8 string");
        }
        entries.accept(new Entry.Help(name, cursor.unescaped(from, cursor.at, false)));
        cursor.at++;
    }

    private void type() throws ExpositionException {
        var name = metadataName("TYPE");
        int from = metadataText();
        type = switch (cursor.ascii(from, cursor.at)) {
            case "counter" -> MetricType.COUNTER;
            case "gauge" -> MetricType.GAUGE;
            case "histogram" -> MetricType.HISTOGRAM;
            case "summary" -> MetricType.SUMMARY;
            case "untyped" -> MetricType.UNKNOWN;
            default -> throw cursor.error("invalid metric type " + Quoted.of(cursor.page, from, cursor.at));
        };
        entries.accept(new Entry.Type(name, type));
        cursor.at++;
    }

    private String metadataName(String word) throws ExpositionException {
        int from = cursor.at;
        if (cursor.skipQuoted(true, false)) {
            return cursor.text(from + 1, cursor.at - 1);
        }
        if (cursor.skipMetricName()) {
            return cursor.text(from, cursor.at);
        }
        throw cursor.expected("metric name after " + word);
    }

    /// Goes to the end of the line. The text begins behind the byte that follows the name, whatever that is; a line
    /// with nothing but blanks has no text.
    private int metadataText() {
        int from = cursor.at;
        cursor.skipBlanks();
        if (cursor.peek() == '\n') {
            return cursor.at;
        }
        cursor.skipLine();
        return Math.min(from + 1, cursor.at);
    }

    /// The labels from behind the opening brace to behind the closing one.
    ///
    /// @param name the name in front of the brace, if there is one
    private List<Label> labels(List<Label> labels, @Nullable Label name) throws ExpositionException {
        var metricName = name;
        cursor.skipBlanks();
        while (cursor.peek() != '}') {
            int from = cursor.at;
            if (!cursor.skipLabelName() && !cursor.skipQuoted(true, false)) {
                throw cursor.expected("label name");
            }
            int to = cursor.at;
            cursor.skipBlanks();
            int next = cursor.peek();
            if (cursor.page[from] == '"' && (next == ',' || next == '}')) {
                // A string that is no label is the metric name.
                if (metricName != null) {
                    throw cursor.error("metric name already set" + cursor.whileParsing(cursor.at + 1));
                }
                metricName = cursor.metricName(from + 1, to - 1);
            } else {
                labels.add(label(from, to));
                cursor.skipBlanks();
            }
            if (cursor.peek() == ',') {
                cursor.at++;
                cursor.skipBlanks();
            }
        }
        cursor.at++;
        if (metricName == null) {
            throw cursor.error("metric name not set" + cursor.whileParsing(cursor.at));
        }
        labels.addFirst(metricName);
        return Cursor.sorted(labels);
    }

    private Label label(int from, int to) throws ExpositionException {
        if (cursor.peek() != '=') {
            throw cursor.expected("equal");
        }
        cursor.at++;
        cursor.skipBlanks();
        int valueFrom = cursor.at + 1;
        if (!cursor.skipQuoted(true, true)) {
            throw cursor.expected("label value");
        }
        int valueTo = cursor.at - 1;
        if (!cursor.isUtf8(valueFrom, valueTo)) {
            throw cursor.error(
                    "invalid UTF-8 label value: " + Quoted.of(cursor.page, valueFrom - 1, valueTo + 1));
        }
        int quote = cursor.page[from] == '"' ? 1 : 0;
        var name = cursor.unescaped(from + quote, to - quote, true);
        var value = Cursor.canonical(type, name, cursor.unescaped(valueFrom, valueTo, true));
        return new Label(name, value, cursor.isUtf8(from, to));
    }

    private void afterName(PageLabels labels) throws ExpositionException {
        cursor.skipBlanks();
        int from = cursor.at;
        while (cursor.at < cursor.end && isOfValue(cursor.page[cursor.at])) {
            cursor.at++;
        }
        if (cursor.at == from) {
            throw cursor.expected("value after metric");
        }
        double value = cursor.number(from, cursor.at);
        cursor.skipBlanks();
        var timestamp = timestamp();
        if (cursor.peek() != '\n') {
            throw cursor.expected(timestamp.isPresent() ? "next entry after timestamp" : "timestamp or new record");
        }
        cursor.at++;
        entries.accept(new Entry.Series(labels, value, timestamp, Optional.empty()));
    }

    private static boolean isOfValue(int c) {
        return c != ' ' && c != '\t' && c != '\n' && c != '{' && c != 0;
    }

    private OptionalLong timestamp() throws ExpositionException {
        int from = cursor.at;
        while (cursor.peek() >= '0' && cursor.peek() <= '9') {
            cursor.at++;
        }
        if (cursor.at == from) {
            return OptionalLong.empty();
        }
        var digits = cursor.ascii(from, cursor.at);
        try {
            long timestamp = Long.parseLong(digits);
            cursor.skipBlanks();
            return OptionalLong.of(timestamp);
        } catch (NumberFormatException _) {
            throw cursor.error("strconv.ParseInt: parsing \"" + digits + "\": value out of range"
                    + cursor.whileParsing(cursor.at));
        }
    }
}

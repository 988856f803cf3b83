package dev.headroom.exposition;

import dev.headroom.model.Labels;
import dev.headroom.exposition.Entry.Label;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A place on a page, and what both formats read there: names, quoted strings, errors.
///
/// Works on bytes, because a page is mostly ASCII and mostly skipped over. Mutable, used by one thread for one page.
final class Cursor {

    /// What [#peek()] gives behind the last byte.
    static final int END = -1;

    private static final Comparator<Label> BY_NAME = Comparator.comparing(Label::name);

    final byte[] page;
    final int end;

    /// The next byte to read.
    int at;

    /// Where the current entry began.
    int start;

    Cursor(byte[] page, int end) {
        this.page = page;
        this.end = end;
    }

    int peek() {
        return at < end ? page[at] & 0xff : END;
    }

    void skipBlanks() {
        while (at < end && (page[at] == ' ' || page[at] == '\t')) {
            at++;
        }
    }

    /// Goes over a metric name; false, and no move, when none starts here.
    boolean skipMetricName() {
        return skipName(true);
    }

    /// Goes over a label name, which has no colons; false, and no move, when none starts here.
    boolean skipLabelName() {
        return skipName(false);
    }

    private boolean skipName(boolean colons) {
        int first = at;
        while (at < end) {
            int c = page[at];
            boolean letter = isLetter(c) || (colons && c == ':');
            if (!letter && (at == first || c < '0' || c > '9')) {
                break;
            }
            at++;
        }
        return at > first;
    }

    static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    /// Goes over a string in double quotes; false, and no move, when none starts here or it does not end.
    boolean skipQuoted(boolean newlines, boolean nuls) {
        if (peek() != '"') {
            return false;
        }
        for (int i = at + 1; i < end; i++) {
            int c = page[i];
            if (c == '"') {
                at = i + 1;
                return true;
            }
            if (c == '\\') {
                i++;
                while (nuls && i < end && page[i] == 0) {
                    i++;
                }
                if (i >= end || page[i] == '\n' || page[i] == 0) {
                    return false;
                }
            } else if ((c == '\n' && !newlines) || (c == 0 && !nuls)) {
                return false;
            }
        }
        return false;
    }

    /// Goes over everything up to one of these bytes, a NUL or the end.
    void skipUntil(int one, int two, int three) {
        while (at < end) {
            int c = page[at];
            if (c == one || c == two || c == three || c == 0) {
                return;
            }
            at++;
        }
    }

    void skipLine() {
        while (at < end && page[at] != '\n') {
            at++;
        }
    }

    boolean startsWith(String ascii) {
        if (at + ascii.length() > end) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (page[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String text(int from, int to) {
        return Utf8.decode(page, from, to);
    }

    /// The text with its escapes resolved: backslash, `n`, and the quote where `quotes`. Any other backslash stays.
    String unescaped(int from, int to, boolean quotes) {
        boolean escapes = false;
        for (int i = from; i < to && !escapes; i++) {
            escapes = page[i] == '\\';
        }
        if (!escapes) {
            return text(from, to);
        }
        var bytes = new byte[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            int next = page[i] == '\\' && i + 1 < to ? page[i + 1] : 0;
            if (next == '\\' || next == 'n' || (quotes && next == '"')) {
                bytes[size++] = (byte) (next == 'n' ? '\n' : next);
                i++;
            } else {
                bytes[size++] = page[i];
            }
        }
        return Utf8.decode(bytes, 0, size);
    }

    boolean isUtf8(int from, int to) {
        return Utf8.isValid(page, from, to);
    }

    /// The labels in the order of their names; equal names keep the order of the page.
    static List<Label> sorted(List<Label> labels) {
        for (int i = 1; i < labels.size(); i++) {
            if (BY_NAME.compare(labels.get(i - 1), labels.get(i)) > 0) {
                var sorted = new ArrayList<>(labels);
                sorted.sort(BY_NAME);
                return List.copyOf(sorted);
            }
        }
        return List.copyOf(labels);
    }

    /// The value of a label as it is stored: `le` of a histogram and `quantile` of a summary in canonical form.
    static String canonical(MetricType type, String name, String value) {
        boolean number = (type == MetricType.HISTOGRAM && name.equals("le"))
                || (type == MetricType.SUMMARY && name.equals("quantile"));
        if (!number) {
            return value;
        }
        try {
            return Numbers.printCanonical(Numbers.parse(value));
        } catch (NumberFormatException _) {
            return value;
        }
    }

    Label metricName(int from, int to) {
        return new Label(Labels.NAME, unescaped(from, to, true), isUtf8(from, to));
    }

    /// The value of a sample or a timestamp.
    double number(int from, int to) throws ExpositionException {
        try {
            return Numbers.parse(page, from, to);
        } catch (NumberFormatException wrong) {
            throw error(wrong.getMessage() + whileParsing(to));
        }
    }

    String ascii(int from, int to) {
        return new String(page, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// That something else was expected where the cursor stands.
    ExpositionException expected(String what) {
        int to = Math.min(at + 1, end);
        var got = at < end ? Quoted.of(page, at, to) : "the end of the page";
        return error("expected " + what + ", got " + got + whileParsing(to));
    }

    String whileParsing(int to) {
        return " while parsing: " + Quoted.of(page, start, to);
    }

    ExpositionException error(String message) {
        int line = 1;
        for (int i = 0; i < Math.min(at, end); i++) {
            if (page[i] == '\n') {
                line++;
            }
        }
        return new ExpositionException(line, at, message);
    }
}

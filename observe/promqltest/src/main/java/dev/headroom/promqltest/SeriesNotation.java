package dev.headroom.promqltest;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.headroom.model.HistogramSum;
import dev.headroom.model.Samples;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads a series with its values: `up{job="a"} 1 2 _ 3x4 0+10x5 stale {{count:3 sum:4}}`.
///
/// `axn` is `a` and n more of it, `a+bxn` is `a` and n more, each larger by `b`, and `_xn` is n gaps.
public final class SeriesNotation {

    /// How many values a series may have (limit `values`).
    static final int VALUES = 1_000_000;

    private static final String NUMBER = "(?:[iI]nf|NaN|nan|(?:[0-9][0-9_]*\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)";
    private static final Pattern GAP = Pattern.compile("_(?:x([0-9]+))?");
    private static final Pattern NUMBERS =
            Pattern.compile("([-+]?" + NUMBER + ")(?:([-+]" + NUMBER + "))?(?:x([0-9]+))?");
    private static final String DURATION = "(?:[0-9]+(?:ms|[smhdwy]))+";
    private static final Pattern TIMES =
            Pattern.compile("([-+]?(?:" + DURATION + "|0))([-+]" + DURATION + ")?(?:x([0-9]+))?");
    private static final Pattern HISTOGRAMS =
            Pattern.compile("(\\{\\{[^}]*\\}\\})(?:([-+])(\\{\\{[^}]*\\}\\}))?(?:x([0-9]+))?");
    private static final String START_TIMESTAMPS = "@st";

    private SeriesNotation() {}

    /// @throws IllegalArgumentException when the text is no series; the message says expected and got
    public static SeriesLine parse(String text) {
        int end = endOfLabels(text);
        var rest = text.substring(end).strip();
        boolean times = rest.startsWith(START_TIMESTAMPS);
        var values = new ArrayList<SeriesValue>();
        for (var word : words(times ? rest.substring(START_TIMESTAMPS.length()) : rest)) {
            append(word, times, values);
            if (values.size() > VALUES) {
                throw new IllegalArgumentException(
                        "expected at most " + VALUES + " values in a series (limit values), got more");
            }
        }
        try {
            var labels = text.substring(0, end);
            return new SeriesLine(Parser.labels(labels), times, values);
        } catch (PromqlException wrong) {
            throw new IllegalArgumentException(
                    "expected a series such as up{job=\"a\"} 1 2 3, got \"" + text + "\": " + wrong.getMessage(),
                    wrong);
        }
    }

    private static int endOfLabels(String text) {
        int at = 0;
        while (at < text.length() && "{@ \t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '{') {
            return at;
        }
        char quote = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote == 0 && c == '}') {
                return at + 1;
            }
            if (quote != 0 && c == '\\' && quote != '`') {
                at++;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'' || c == '`')) {
                quote = c;
            }
        }
        return text.length();
    }

    /// The parts between blanks; the blanks inside a histogram separate nothing.
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
            }
            if (Character.isWhitespace(c) && depth == 0) {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        if (!word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    private static void append(String word, boolean times, List<SeriesValue> values) {
        var gap = GAP.matcher(word);
        if (gap.matches()) {
            repeat(new SeriesValue.Missing(), gap.group(1) == null ? 1 : count(gap, 1), values);
            return;
        }
        if (word.equals("stale")) {
            values.add(new SeriesValue.Sample(Samples.staleMarker()));
            return;
        }
        var histograms = HISTOGRAMS.matcher(word);
        if (histograms.matches()) {
            histograms(histograms, values);
            return;
        }
        var numbers = NUMBERS.matcher(word);
        if (!times && numbers.matches()) {
            numbers(numbers, values);
            return;
        }
        var spans = TIMES.matcher(word);
        if (times && spans.matches()) {
            spans(spans, values);
            return;
        }
        throw new IllegalArgumentException(
                "expected a value such as 1, 0+10x5, _, _x3, stale or {{count:1}}, got \"" + word + '"');
    }

    private static void numbers(Matcher numbers, List<SeriesValue> values) {
        double value = number(String.valueOf(numbers.group(1)));
        var step = numbers.group(2);
        double increment = step == null ? 0 : number(step);
        for (long left = count(numbers, 3); left >= 0; left--) {
            values.add(new SeriesValue.Sample(value));
            value = step == null ? value : value + increment;
        }
    }

    private static void histograms(Matcher histograms, List<SeriesValue> values) {
        var base = HistogramNotation.parse(String.valueOf(histograms.group(1)));
        long more = count(histograms, 4);
        if (histograms.group(3) == null) {
            repeat(base, 1 + more, values);
            return;
        }
        var increment = HistogramNotation.parse(String.valueOf(histograms.group(3)));
        var value = base.value();
        values.add(new SeriesValue.Histogram(value, increment.hinted()));
        for (long left = more; left > 0; left--) {
            var sum = new HistogramSum(value);
            if (!sum.accepts(increment.value()) || value.schema() > increment.value().schema()) {
                throw new IllegalArgumentException("expected an increment of schema " + value.schema() + ", got "
                        + increment.value().schema());
            }
            if ("-".equals(histograms.group(2))) {
                sum.subtract(increment.value());
            } else {
                sum.add(increment.value());
            }
            value = sum.value();
            values.add(new SeriesValue.Histogram(value, increment.hinted()));
        }
    }

    /// Reads start timestamps: milliseconds from the time of the sample, negative for before it.
    private static void spans(Matcher spans, List<SeriesValue> values) {
        double offset = millis(spans.group(1));
        double step = spans.group(2) == null ? 0 : millis(spans.group(2));
        for (long left = count(spans, 3); left >= 0; left--) {
            values.add(new SeriesValue.Sample(offset));
            offset += step;
        }
    }

    private static double millis(@Nullable String span) {
        return Parser.parse(String.valueOf(span)) instanceof Expr.NumberLiteral number
                ? Math.round(number.value() * 1000)
                : Double.NaN;
    }

    private static void repeat(SeriesValue value, long times, List<SeriesValue> values) {
        for (long i = 0; i < times; i++) {
            values.add(value);
        }
    }

    private static long count(Matcher matched, int group) {
        var text = matched.group(group);
        if (text == null) {
            return 0;
        }
        if (text.length() > 7 || Long.parseLong(text) > VALUES) {
            throw new IllegalArgumentException(
                    "expected at most " + VALUES + " values in a series (limit values), got x" + text);
        }
        return Long.parseLong(text);
    }

    /// A number of the notation: decimal, `Inf` or `NaN`.
    static double number(String text) {
        var plain = text.toLowerCase(Locale.ROOT).replace("_", "");
        return switch (plain) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan", "+nan", "-nan" -> Double.NaN;
            default -> Double.parseDouble(plain);
        };
    }

    /// Whether a line is one number and nothing else.
    static boolean isNumber(String line) {
        return Pattern.matches("[-+]?" + NUMBER, line);
    }
}

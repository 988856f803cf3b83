package dev.headroom.api;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.QueryResult;
import dev.headroom.tsdb.Exemplars;
import java.math.BigDecimal;
import java.util.List;

/// Query results in the JSON of Prometheus' HTTP API, byte for byte: values as text in Go's shortest form, times in
/// seconds with three decimals where there are any. Written by hand because a result can have millions of points.
final class ApiText {

    private ApiText() {}

    /// A result, a series a piece.
    ///
    /// @param statistics further members of the object, each with a comma before it
    static Iterable<String> result(QueryResult.Value value, String statistics) {
        var end = "]" + statistics + "}";
        return switch (value) {
            case QueryResult.Scalar scalar -> {
                var out = new StringBuilder("{\"resultType\":\"scalar\",\"result\":");
                point(out, scalar.timestampMillis(), plain(scalar.value()));
                yield List.of(out.append(statistics).append('}').toString());
            }
            case QueryResult.Text text -> {
                var out = new StringBuilder("{\"resultType\":\"string\",\"result\":[");
                seconds(out, text.timestampMillis());
                out.append(',');
                quoted(out, text.value());
                yield List.of(out.append(end).toString());
            }
            case QueryResult.Vector vector ->
                Parts.list("{\"resultType\":\"vector\",\"result\":[", vector.elements(), ApiText::element, end);
            case QueryResult.Matrix matrix ->
                Parts.list("{\"resultType\":\"matrix\",\"result\":[", matrix.rows(), ApiText::row, end);
        };
    }

    private static void element(StringBuilder out, QueryResult.Element element) {
        out.append("{\"metric\":");
        labels(out, element.labels());
        if (element.histogram().isPresent()) {
            out.append(",\"histogram\":");
            point(out, element.timestampMillis(), element.histogram().get());
        } else {
            out.append(",\"value\":");
            point(out, element.timestampMillis(), element.value());
        }
        out.append('}');
    }

    private static void row(StringBuilder out, QueryResult.Row row) {
        out.append("{\"metric\":");
        labels(out, row.labels());
        points(out, row.samples());
        out.append('}');
    }

    /// Numbers and histograms apart; the list that would be empty is not there.
    private static void points(StringBuilder out, Samples samples) {
        int numbers = 0;
        for (int i = 0; i < samples.size(); i++) {
            if (samples.histogram(i) == null) {
                out.append(numbers++ == 0 ? ",\"values\":[" : ",");
                point(out, samples.timestamp(i), samples.value(i));
            }
        }
        out.append(numbers == 0 ? "" : "]");
        if (numbers == samples.size()) {
            return;
        }
        out.append(",\"histograms\":[");
        for (int i = 0; i < samples.size(); i++) {
            var histogram = samples.histogram(i);
            if (histogram != null) {
                separate(out);
                point(out, samples.timestamp(i), histogram);
            }
        }
        out.append(']');
    }

    private static void point(StringBuilder out, long timestampMillis, FloatHistogram histogram) {
        out.append('[');
        seconds(out, timestampMillis);
        out.append(",{\"count\":\"").append(number(histogram.count()));
        out.append("\",\"sum\":\"").append(number(histogram.sum())).append('"');
        boolean any = false;
        for (var bucket : histogram.buckets()) {
            if (bucket.count() != 0) {
                out.append(any ? "," : ",\"buckets\":[");
                any = true;
                out.append('[').append(boundaries(bucket));
                out.append(",\"").append(number(bucket.lower())).append("\",\"").append(number(bucket.upper()));
                out.append("\",\"").append(number(bucket.count())).append("\"]");
            }
        }
        out.append(any ? "]}]" : "}]");
    }

    /// Which bounds belong to a bucket: 0 the upper one, 1 the lower one, 2 none, 3 both.
    private static int boundaries(FloatHistogram.Bucket bucket) {
        if (bucket.lowerInclusive()) {
            return bucket.upperInclusive() ? 3 : 1;
        }
        return bucket.upperInclusive() ? 0 : 2;
    }

    private static void point(StringBuilder out, long timestampMillis, double value) {
        point(out, timestampMillis, number(value));
    }

    private static void point(StringBuilder out, long timestampMillis, String value) {
        out.append('[');
        seconds(out, timestampMillis);
        out.append(",\"").append(value).append("\"]");
    }

    static void exemplars(StringBuilder out, Exemplars.OfSeries found) {
        out.append("{\"seriesLabels\":");
        labels(out, found.series());
        out.append(",\"exemplars\":[");
        for (var exemplar : found.exemplars()) {
            separate(out);
            out.append("{\"labels\":");
            labels(out, exemplar.labels());
            out.append(",\"value\":\"").append(number(exemplar.value())).append("\",\"timestamp\":");
            seconds(out, exemplar.timestampMillis());
            out.append('}');
        }
        out.append("]}");
    }

    static void labels(StringBuilder out, Labels labels) {
        out.append('{');
        labels.forEach((name, value) -> {
            separate(out);
            quoted(out, name);
            out.append(':');
            quoted(out, value);
        });
        out.append('}');
    }

    /// A comma, unless something has just been opened.
    static void separate(StringBuilder out) {
        char last = out.charAt(out.length() - 1);
        if (last != '[' && last != '{') {
            out.append(',');
        }
    }

    private static void seconds(StringBuilder out, long millis) {
        if (millis < 0) {
            out.append('-');
        }
        long positive = Math.abs(millis);
        out.append(positive / 1000);
        int fraction = (int) (positive % 1000);
        if (fraction != 0) {
            out.append('.').append((char) ('0' + fraction / 100));
            out.append((char) ('0' + fraction / 10 % 10)).append((char) ('0' + fraction % 10));
        }
    }

    /// A double as Go prints it with the fewest digits: plain from 1e-6 to 1e21, with an exponent outside of that.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        var shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        double size = Math.abs(value);
        return size >= 1e-6 && size < 1e21 ? shortest.toPlainString() : scientific(value);
    }

    /// A double without an exponent, as Prometheus writes scalars alone.
    private static String plain(double value) {
        return Double.isFinite(value) && value != 0
                ? new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString()
                : number(value);
    }

    /// A double as Go prints it with an exponent, as values of alerts are written: `1e+00`.
    static String scientific(double value) {
        if (!Double.isFinite(value)) {
            return number(value);
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0e+00" : "0e+00";
        }
        var shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        var digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        var power = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + power;
    }

    static void quoted(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20 || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                        out.append("\\u").append(String.format("%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    static void texts(StringBuilder out, Iterable<String> texts) {
        out.append('[');
        for (var text : texts) {
            separate(out);
            quoted(out, text);
        }
        out.append(']');
    }
}

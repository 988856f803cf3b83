package dev.headroom.rules;

import dev.headroom.gotemplate.GoFloat;
import dev.headroom.gotemplate.TemplateException;
import dev.headroom.gotemplate.TemplateValues;
import java.math.BigDecimal;
import java.time.Instant;

/// Numbers as people read them: four digits and a prefix or unit. Source: the template reference of Prometheus.
final class Humanize {

    private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
    private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

    private Humanize() {}

    /// `1.234k`, `12.5m`.
    static String metric(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return digits(value);
        }
        return Math.abs(value) >= 1 ? divided(value, 1000, LARGE) : small(value);
    }

    /// `1.5ki`: powers of 1024.
    static String binary(double value) {
        return Math.abs(value) <= 1 || !Double.isFinite(value) ? digits(value) : divided(value, 1024, BINARY);
    }

    /// `1d 2h 3m 4s`, `12.5ms`; seconds in.
    static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return digits(seconds);
        }
        if (seconds == 0) {
            return digits(seconds) + "s";
        }
        if (Math.abs(seconds) < 1) {
            return small(seconds) + "s";
        }
        var sign = seconds < 0 ? "-" : "";
        double size = Math.abs(seconds);
        long whole = (long) size;
        long days = whole / 86400;
        long hours = whole / 3600 % 24;
        long minutes = whole / 60 % 60;
        if (days > 0) {
            return sign + days + "d " + hours + "h " + minutes + "m " + whole % 60 + "s";
        }
        if (hours > 0) {
            return sign + hours + "h " + minutes + "m " + whole % 60 + "s";
        }
        return minutes > 0 ? sign + minutes + "m " + whole % 60 + "s" : sign + digits(size) + "s";
    }

    static String percentage(double ratio) {
        return digits(ratio * 100) + "%";
    }

    /// Seconds since 1970 as a time, cut to milliseconds.
    static TemplateValues.Time time(double seconds) {
        double nanos = seconds * 1e9;
        if (Double.isNaN(nanos) || nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
            throw new TemplateException(GoFloat.plain(seconds)
                    + " cannot be represented as a nanoseconds timestamp since it overflows int64");
        }
        return new TemplateValues.Time(Instant.ofEpochMilli((long) nanos / 1_000_000));
    }

    static TemplateValues.Span span(double seconds) {
        double nanos = seconds * 1e9;
        if (Double.isNaN(nanos) || nanos > Long.MAX_VALUE || nanos < Long.MIN_VALUE) {
            throw new TemplateException(
                    GoFloat.plain(seconds) + " cannot be represented as a duration since it overflows int64");
        }
        return new TemplateValues.Span(new BigDecimal(nanos).longValue());
    }

    private static String divided(double value, int base, String[] prefixes) {
        var prefix = "";
        double rest = value;
        for (var next : prefixes) {
            if (Math.abs(rest) < base) {
                break;
            }
            prefix = next;
            rest /= base;
        }
        return digits(rest) + prefix;
    }

    private static String small(double value) {
        var prefix = "";
        double rest = value;
        for (var next : SMALL) {
            if (Math.abs(rest) >= 1) {
                break;
            }
            prefix = next;
            rest *= 1000;
        }
        return digits(rest) + prefix;
    }

    static String digits(double value) {
        return GoFloat.format(value, 'g', 4);
    }
}

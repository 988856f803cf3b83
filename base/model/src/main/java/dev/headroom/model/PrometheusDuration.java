package dev.headroom.model;

import java.time.DateTimeException;
import java.time.Duration;

/// Durations as Prometheus writes them in its files and its API: `1h30m`, `15s`, `250ms`, `0`.
///
/// Units go from large to small, each once. Source: prometheus.io/docs, `<duration>`.
public final class PrometheusDuration {

    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long WEEK = 7 * DAY;
    private static final long YEAR = 365 * DAY;

    /// What a signed 64-bit count of nanoseconds holds, a little over 292 years.
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private PrometheusDuration() {}

    /// @throws DateTimeException in Prometheus' words, when it is none
    public static Duration parse(String text) {
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.isEmpty()) {
            throw new DateTimeException("empty duration string");
        }
        var total = Duration.ZERO;
        long last = Long.MAX_VALUE;
        int at = 0;
        while (at < text.length()) {
            int unitStart = skip(text, at, true);
            int end = skip(text, unitStart, false);
            if (unitStart == at || end == unitStart) {
                throw invalid(text);
            }
            long unit = unit(text.substring(unitStart, end), text);
            if (unit >= last) {
                throw invalid(text);
            }
            last = unit;
            total = total.plus(part(text.substring(at, unitStart), unit, text));
            if (total.compareTo(LONGEST) > 0) {
                throw new DateTimeException("duration out of range");
            }
            at = end;
        }
        return total;
    }

    private static int skip(String text, int from, boolean digits) {
        int at = from;
        while (at < text.length() && (text.charAt(at) >= '0' && text.charAt(at) <= '9') == digits) {
            at++;
        }
        return at;
    }

    private static Duration part(String digits, long unit, String text) {
        long count;
        try {
            count = Long.parseUnsignedLong(digits);
        } catch (NumberFormatException _) {
            throw invalid(text);
        }
        if (count < 0 || count > LONGEST.toMillis() / unit) {
            throw new DateTimeException("duration out of range");
        }
        return Duration.ofMillis(count * unit);
    }

    private static long unit(String unit, String text) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            case "d" -> DAY;
            case "w" -> WEEK;
            case "y" -> YEAR;
            case String other ->
                throw new DateTimeException("unknown unit \"" + other + "\" in duration \"" + text + '"');
        };
    }

    private static DateTimeException invalid(String text) {
        return new DateTimeException("not a valid duration string: \"" + text + '"');
    }

    /// The duration in whole milliseconds: `1d`, `1m30s`, `0s`. Years and weeks only when nothing is left of them.
    public static String print(Duration duration) {
        long left = duration.toMillis();
        if (left == 0) {
            return "0s";
        }
        if (left % YEAR == 0) {
            return left / YEAR + "y";
        }
        if (left % WEEK == 0) {
            return left / WEEK + "w";
        }
        var text = new StringBuilder();
        var units = new String[] {"d", "h", "m", "s", "ms"};
        var lengths = new long[] {DAY, HOUR, MINUTE, SECOND, 1};
        for (int i = 0; i < units.length; i++) {
            if (left / lengths[i] > 0) {
                text.append(left / lengths[i]).append(units[i]);
                left %= lengths[i];
            }
        }
        return text.toString();
    }
}

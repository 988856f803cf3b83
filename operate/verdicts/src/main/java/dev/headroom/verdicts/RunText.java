package dev.headroom.verdicts;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers and times as a report and the terminal print them: few digits, always a unit.
public final class RunText {

    /// What stands where nothing was measured.
    public static final String NOTHING = "–";

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunText() {}

    /// `1:42`, `-0:03`, `1:02:03`.
    public static String clock(Duration duration) {
        var abs = duration.abs();
        var sign = duration.isNegative() && abs.toSeconds() > 0 ? "-" : "";
        return abs.toHours() > 0
                ? String.format(Locale.ROOT, "%s%d:%02d:%02d", sign, abs.toHours(), abs.toMinutesPart(),
                        abs.toSecondsPart())
                : String.format(Locale.ROOT, "%s%d:%02d", sign, abs.toMinutes(), abs.toSecondsPart());
    }

    /// `4 ms`, `212 ms`, `1.84 s`, `40 s`, `4 min`, `4 min 10 s`.
    public static String seconds(double seconds) {
        return seconds(seconds, 0);
    }

    static String seconds(double seconds, int more) {
        if (Double.isNaN(seconds)) {
            return NOTHING;
        }
        double abs = Math.abs(seconds);
        if (abs < 0.9995) {
            return number(seconds * 1000, abs < 0.00995 && abs > 0 ? 1 + more : more) + " ms";
        }
        if (abs < 120) {
            boolean whole = seconds == Math.rint(seconds);
            return number(seconds, whole ? more : abs < 9.995 ? 2 + more : 1 + more) + " s";
        }
        long whole = Math.round(seconds);
        return whole / 60 + " min" + (whole % 60 == 0 ? "" : " " + whole % 60 + " s");
    }

    public static String seconds(Duration duration) {
        return seconds(duration.toNanos() / 1e9);
    }

    /// `98.2 %`, `0.03 %`, `100 %`. Only all is `100 %` and only none is `0 %`.
    public static String percent(double share) {
        return percent(share, 0);
    }

    static String percent(double share, int more) {
        if (Double.isNaN(share)) {
            return NOTHING;
        }
        double percent = share * 100;
        if (percent == Math.rint(percent)) {
            return number(percent, more) + " %";
        }
        double toEdge = Math.min(Math.abs(percent), Math.abs(100 - percent));
        int digits = 1 + more;
        while (digits < 6 && toEdge < 0.5 * Math.pow(10, -digits)) {
            digits++;
        }
        return number(percent, digits) + " %";
    }

    /// `39.6/s`, `120/s`.
    public static String rate(double perSecond) {
        return Double.isNaN(perSecond) ? NOTHING : number(perSecond, perSecond < 100 ? 1 : 0) + "/s";
    }

    /// `0.58 cores`.
    public static String cores(double cores) {
        return Double.isNaN(cores) ? NOTHING : number(cores, 2) + " cores";
    }

    public static String count(long count, String one) {
        return count + " " + one + (count == 1 ? "" : "s");
    }

    public static String number(double value, int digits) {
        return Double.isNaN(value) ? NOTHING : String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /// `2026-03-02 10:01:30 UTC`.
    public static String moment(Instant time) {
        return MOMENT.format(time);
    }
}

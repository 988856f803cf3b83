package dev.headroom.model;

import java.time.Duration;

/// Durations for people, as the AGE column of `kubectl get` and its events print them.
public final class HumanDuration {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private HumanDuration() {}

    /// Two units where the second still says something: `95s`, `3m20s`, `47h`, `2d3h`. Up to two seconds before zero
    /// count as zero (clocks differ), earlier is `<invalid>`.
    public static String of(Duration age) {
        long seconds = truncated(age);
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        if (seconds < 2 * MINUTE) {
            return seconds + "s";
        }
        if (seconds < 10 * MINUTE) {
            return two(seconds, MINUTE, "m", 1, "s");
        }
        if (seconds < 3 * HOUR) {
            return seconds / MINUTE + "m";
        }
        if (seconds < 8 * HOUR) {
            return two(seconds, HOUR, "h", MINUTE, "m");
        }
        if (seconds < 2 * DAY) {
            return seconds / HOUR + "h";
        }
        if (seconds < 8 * DAY) {
            return two(seconds, DAY, "d", HOUR, "h");
        }
        if (seconds < 2 * YEAR) {
            return seconds / DAY + "d";
        }
        return seconds < 8 * YEAR ? two(seconds, YEAR, "y", DAY, "d") : seconds / YEAR + "y";
    }

    /// One unit: `95s` is `1m`.
    public static String shortOf(Duration age) {
        long seconds = truncated(age);
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        if (seconds < MINUTE) {
            return seconds + "s";
        }
        if (whole(age, MINUTE) < 60) {
            return whole(age, MINUTE) + "m";
        }
        long hours = whole(age, HOUR);
        if (hours < 24) {
            return hours + "h";
        }
        return hours < 24 * 365 ? hours / 24 + "d" : hours / 24 / 365 + "y";
    }

    /// Upstream counts these in doubles: a nanosecond before a full hour is a full hour when there are many.
    private static long whole(Duration age, long unit) {
        double rest = (age.getSeconds() % unit * 1e9 + age.getNano()) / (unit * 1e9);
        long units = age.getSeconds() / unit;
        return (long) ((double) units + rest);
    }

    private static String two(long seconds, long unit, String name, long smaller, String smallerName) {
        long rest = seconds % unit / smaller;
        return seconds / unit + name + (rest == 0 ? "" : rest + smallerName);
    }

    /// Whole seconds, cut towards zero.
    private static long truncated(Duration age) {
        return age.isNegative() && age.getNano() != 0 ? age.getSeconds() + 1 : age.getSeconds();
    }
}

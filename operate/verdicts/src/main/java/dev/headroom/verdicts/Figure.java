package dev.headroom.verdicts;

import java.time.Duration;

/// A number with its unit, which prints itself as people write it: `212 ms`, `98.2 %`, `5.1 replicas`.
public record Figure(double value, Unit unit) {

    private static final int MOST_DIGITS = 6;

    /// What is counted or measured.
    public enum Unit {
        SECONDS,
        SHARE,
        REPLICAS,
        REQUESTS,
        DECISIONS,
        TIMES
    }

    static Figure seconds(double seconds) {
        return new Figure(seconds, Unit.SECONDS);
    }

    static Figure seconds(Duration duration) {
        return seconds(duration.toNanos() / 1e9);
    }

    static Figure share(double share) {
        return new Figure(share, Unit.SHARE);
    }

    static Figure replicas(double replicas) {
        return new Figure(replicas, Unit.REPLICAS);
    }

    static Figure of(long count, Unit unit) {
        return new Figure(count, unit);
    }

    public String text() {
        return text(0);
    }

    /// With as many more digits as it takes to tell it from `other`, when they differ.
    public String besides(Figure other) {
        int digits = 0;
        while (digits < MOST_DIGITS && value != other.value && same(text(digits), other.text())) {
            digits++;
        }
        return text(digits);
    }

    /// Whether two texts say the same number, as `95.0 %` and `95 %` do.
    private static boolean same(String one, String other) {
        var words = one.split(" ", 2);
        var others = other.split(" ", 2);
        return words[1].equals(others[1]) && Double.parseDouble(words[0]) == Double.parseDouble(others[0]);
    }

    private String text(int more) {
        return switch (unit) {
            case SECONDS -> RunText.seconds(value, more);
            case SHARE -> RunText.percent(value, more);
            case REPLICAS -> counted("replica", "replicas", more);
            case REQUESTS -> counted("request", "requests", more);
            case DECISIONS -> counted("decision", "decisions", more);
            case TIMES -> counted("time", "times", more);
        };
    }

    private String counted(String one, String many, int more) {
        int digits = value == Math.rint(value) ? 0 : 1 + more;
        return RunText.number(value, digits) + ' ' + (value == 1 ? one : many);
    }
}

package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import java.time.Duration;
import java.util.Optional;

/// Durations as Prometheus writes them: `1h30m`, `2m`, `90s` as `1m30s`.
public final class DurationWords {

    private DurationWords() {}

    public static String of(Duration duration) {
        var words = new StringBuilder();
        append(words, duration.toDays(), "d");
        append(words, duration.toHoursPart(), "h");
        append(words, duration.toMinutesPart(), "m");
        append(words, duration.toSecondsPart(), "s");
        append(words, duration.toMillisPart(), "ms");
        return words.isEmpty() ? "0s" : words.toString();
    }

    /// Empty for what is no duration.
    public static Optional<Duration> parse(String text) {
        try {
            return new Field.Scalar(new Field.Place("", 1, 1, ""), text.strip(), false).optionalDuration();
        } catch (ManifestException | ArithmeticException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static void append(StringBuilder words, long count, String unit) {
        if (count > 0) {
            words.append(count).append(unit);
        }
    }
}

package dev.headroom.arrivals;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as people type them for a load test: `250ms`, `90s`, `5m`, `1h30m`, and as Locust takes them, a plain
/// number of seconds.
public final class DurationText {

    private static final Pattern WHOLE =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9})ms)?");
    private static final Pattern PLAIN = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

    private DurationText() {}

    /// @param what the name of the value, for the error
    /// @throws TrafficException when `text` is no duration
    public static Duration parse(String what, String text) {
        if (PLAIN.matcher(text).matches()) {
            return Seconds.toDuration(Double.parseDouble(text));
        }
        var match = WHOLE.matcher(text);
        if (text.isEmpty() || !match.matches()) {
            throw new TrafficException(what + ": expected a duration like 90s, 5m or 1h30m, got \"" + text + '"');
        }
        return Duration.ofHours(whole(match.group(1)))
                .plusMinutes(whole(match.group(2)))
                .plus(match.group(3) == null ? Duration.ZERO : Seconds.toDuration(Double.parseDouble(match.group(3))))
                .plusMillis(whole(match.group(4)));
    }

    private static long whole(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}

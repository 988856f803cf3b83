package dev.headroom.cli;

import dev.headroom.arrivals.DurationText;
import java.time.Duration;

/// Durations as options.
final class CliDurations {

    private CliDurations() {}

    /// @throws UserError when it is outside of its bounds, and [dev.headroom.arrivals.TrafficException] when it is none
    static Duration between(String option, String text, Duration least, Duration most) {
        var duration = DurationText.parse(option, text);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new UserError(option + ": expected " + words(least) + " to " + words(most) + ", got \"" + text + '"');
        }
        return duration;
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 != 0
                ? duration.toMillis() + "ms"
                : duration.toSeconds() % 3600 == 0 && duration.toHours() > 0
                        ? duration.toHours() + "h"
                        : duration.toSeconds() + "s";
    }
}

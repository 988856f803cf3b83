package dev.headroom.inspection;

import dev.headroom.timeline.WallTimeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Times as people type them, against one reading of the clock: `2026-03-01T10:00:00Z`, Unix seconds, or `-5m`.
public final class Moment {

    private static final String SECONDS = "\\d+(\\.\\d+)?";
    private static final Pattern AGO = Pattern.compile("-(\\d+)([smhd])");

    private final Instant now;

    /// Reads the clock.
    public Moment() {
        try (var wall = new WallTimeline()) {
            now = wall.now();
        }
    }

    /// The time as the Prometheus API reads it: Unix seconds with milliseconds.
    ///
    /// @param option that an error names
    /// @throws InspectionException when it is no time
    public String parse(String option, String text) {
        return text.matches(SECONDS) ? text : seconds(instant(option, text));
    }

    /// The same as an instant.
    public Instant instant(String option, String text) {
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            var span = switch (ago.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case String _ -> Duration.ofDays(count);
            };
            return now.minus(span);
        }
        if (text.matches(SECONDS)) {
            return Instant.ofEpochMilli(new BigDecimal(text).movePointRight(3).longValue());
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new InspectionException(option + ": expected a time like 2026-03-01T10:00:00Z, 1772359200 or -5m, got"
                    + " \"" + text + '"');
        }
    }

    /// Now.
    public String text() {
        return seconds(now);
    }

    private static String seconds(Instant instant) {
        return String.format(Locale.ROOT, "%d.%03d", instant.getEpochSecond(), instant.getNano() / 1_000_000);
    }
}

package dev.headroom.triggers;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A schedule of five fields (minute, hour, day of month, month, day of week) that fires at minutes of local time.
///
/// A local time that daylight saving skips does not fire, one that it repeats fires twice. Where one of the two day
/// fields is "any day", both must match, else one of them is enough.
public final class CronSchedule {

    /* notes
     *
     * "Any day" is `*` or `?`, also with a step of one; `*` with a larger step is a list like any other. A schedule may
     * bring its own time zone (`CRON_TZ=Asia/Tokyo 0 6 * * *`), which then counts in place of the trigger's. The search
     * ends five years ahead: February 31st never fires.
     * Source: the grammar of robfig/cron 3 as KEDA configures it; held against recordings.
     */

    private static final int YEARS_AHEAD = 5;
    private static final Map<String, ZoneId> MORE_ZONES = Map.of(
            "", ZoneOffset.UTC,
            "UTC", ZoneOffset.UTC,
            "Local", ZoneOffset.UTC,
            "EST", ZoneOffset.ofHours(-5),
            "MST", ZoneOffset.ofHours(-7),
            "HST", ZoneOffset.ofHours(-10));

    /// One of the five fields.
    ///
    /// @param names words that stand for numbers
    private record Part(int min, int max, Map<String, Integer> names) {
        static Part of(int min, int max, String... names) {
            return new Part(
                    min,
                    max,
                    IntStream.range(0, names.length)
                            .boxed()
                            .collect(Collectors.toUnmodifiableMap(index -> names[index], index -> index + min)));
        }
    }

    private static final Part MINUTE = Part.of(0, 59);
    private static final Part HOUR = Part.of(0, 23);
    private static final Part DAY_OF_MONTH = Part.of(1, 31);
    private static final Part MONTH =
            Part.of(1, 12, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Part DAY_OF_WEEK = Part.of(0, 6, "sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int PARTS = 5;

    /// @param bits bit n is set when the value n matches
    /// @param any whether the field was written as "any"
    private record Values(long bits, boolean any) {
        boolean has(int value) {
            return (bits & 1L << value) != 0;
        }

        Values or(Values other) {
            return new Values(bits | other.bits, any || other.any);
        }
    }

    private final Optional<ZoneId> zone;
    private final Values minutes;
    private final Values hours;
    private final Values monthDays;
    private final Values months;
    private final Values weekDays;

    private CronSchedule(Optional<ZoneId> zone, List<String> words) {
        this.zone = zone;
        this.minutes = field(words.get(0), MINUTE);
        this.hours = field(words.get(1), HOUR);
        this.monthDays = field(words.get(2), DAY_OF_MONTH);
        this.months = field(words.get(3), MONTH);
        this.weekDays = field(words.get(4), DAY_OF_WEEK);
    }

    /// @throws TriggerException for a text that is no schedule
    public static CronSchedule parse(String text) {
        if (text.isEmpty()) {
            throw new TriggerException("empty spec string");
        }
        Optional<ZoneId> zone = Optional.empty();
        var rest = text;
        if (text.startsWith("TZ=") || text.startsWith("CRON_TZ=")) {
            int end = text.indexOf(' ');
            if (end < 0) {
                throw new TriggerException("expected a schedule after the time zone: " + text);
            }
            var name = text.substring(text.indexOf('=') + 1, end);
            zone = Optional.of(zone(name)
                    .orElseThrow(() ->
                            new TriggerException("provided bad location " + name + ": unknown time zone " + name)));
            rest = GoText.trimmed(text.substring(end));
        }
        if (rest.startsWith("@")) {
            throw new TriggerException("parser does not accept descriptors: " + rest);
        }
        var words = Arrays.stream(rest.split("\\s+")).filter(word -> !word.isEmpty()).toList();
        if (words.size() != PARTS) {
            throw new TriggerException("expected exactly " + PARTS + " fields, found " + words.size()
                    + ": [" + String.join(" ", words) + "]");
        }
        return new CronSchedule(zone, words);
    }

    private static Values field(String text, Part part) {
        return Arrays.stream(text.split(","))
                .filter(each -> !each.isEmpty())
                .map(each -> range(each, part))
                .reduce(new Values(0, false), Values::or);
    }

    private static Values range(String text, Part part) {
        var slashed = text.split("/", -1);
        var bounds = slashed[0].split("-", -1);
        boolean single = bounds.length == 1;
        boolean any = bounds[0].equals("*") || bounds[0].equals("?");
        int start = part.min;
        int end = part.max;
        if (!any) {
            start = number(bounds[0], part);
            end = switch (bounds.length) {
                case 1 -> start;
                case 2 -> number(bounds[1], part);
                default -> throw new TriggerException("too many hyphens: " + text);
            };
        }
        int step = switch (slashed.length) {
            case 1 -> 1;
            case 2 -> whole(slashed[1]);
            default -> throw new TriggerException("too many slashes: " + text);
        };
        if (slashed.length == 2 && single) {
            end = part.max;
        }
        if (start < part.min) {
            throw new TriggerException(
                    "beginning of range (" + start + ") below minimum (" + part.min + "): " + text);
        }
        if (end > part.max) {
            throw new TriggerException("end of range (" + end + ") above maximum (" + part.max + "): " + text);
        }
        if (start > end) {
            throw new TriggerException("beginning of range (" + start + ") beyond end of range (" + end + "): " + text);
        }
        if (step == 0) {
            throw new TriggerException("step of range should be a positive number: " + text);
        }
        long bits = 0;
        for (int value = start; value <= end; value += step) {
            bits |= 1L << value;
        }
        return new Values(bits, any && step == 1);
    }

    private static int number(String text, Part part) {
        var named = part.names.get(text.toLowerCase(Locale.ROOT));
        return named == null ? whole(text) : named;
    }

    /// At most the largest value of any field and one, so that steps cannot overflow.
    private static int whole(String text) {
        long number = GoText.int64(text)
                .orElseThrow(() -> new TriggerException("failed to parse int from " + text
                        + ": strconv.Atoi: parsing " + GoText.quoted(text) + ": " + wrongInteger(text)));
        if (number < 0) {
            throw new TriggerException("negative number (" + number + ") not allowed: " + text);
        }
        return (int) Math.min(number, Integer.MAX_VALUE / 2);
    }

    private static String wrongInteger(String text) {
        return text.matches("[-+]?[0-9]+") ? "value out of range" : "invalid syntax";
    }

    /// A zone by its name in the time zone database, in its spelling; offsets like `+02:00` are none.
    public static Optional<ZoneId> zone(String name) {
        var more = MORE_ZONES.get(name);
        if (more != null) {
            return Optional.of(more);
        }
        if (name.startsWith("SystemV/") || !ZoneId.getAvailableZoneIds().contains(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// The next firing strictly after an instant; empty when there is none within five years.
    ///
    /// @param usual the zone of a schedule that brings none of its own
    public Optional<Instant> next(Instant after, ZoneId usual) {
        var at = after.atZone(zone.orElse(usual)).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        int lastYear = at.getYear() + YEARS_AHEAD;
        while (at.getYear() <= lastYear) {
            if (!months.has(at.getMonthValue())) {
                at = startOfNextMonth(at);
            } else if (!dayMatches(at)) {
                at = at.toLocalDate().plusDays(1).atStartOfDay(at.getZone());
            } else if (!hours.has(at.getHour())) {
                at = at.plusMinutes(60 - at.getMinute());
            } else if (!minutes.has(at.getMinute())) {
                at = at.plusMinutes(1);
            } else {
                return Optional.of(at.toInstant());
            }
        }
        return Optional.empty();
    }

    private static ZonedDateTime startOfNextMonth(ZonedDateTime at) {
        return at.toLocalDate().withDayOfMonth(1).plusMonths(1).atStartOfDay(at.getZone());
    }

    private boolean dayMatches(ZonedDateTime at) {
        boolean inMonth = monthDays.has(at.getDayOfMonth());
        boolean inWeek = weekDays.has(at.getDayOfWeek().getValue() % 7);
        return (monthDays.any() || weekDays.any()) ? inMonth && inWeek : inMonth || inWeek;
    }
}

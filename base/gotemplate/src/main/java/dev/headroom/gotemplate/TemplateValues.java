package dev.headroom.gotemplate;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.Optional;

/// The values of a template that are neither numbers, texts, truths, lists nor maps.
public final class TemplateValues {

    private TemplateValues() {}

    /// A text that needs no more escaping.
    public record Html(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /// Go's `time.Duration`: nanoseconds.
    public record Span(long nanos) {
        public Optional<Object> method(String name) {
            return switch (name) {
                case "Hours" -> Optional.of(in(3_600_000_000_000L));
                case "Minutes" -> Optional.of(in(60_000_000_000L));
                case "Seconds" -> Optional.of(in(1_000_000_000L));
                case "Milliseconds" -> Optional.of(nanos / 1_000_000);
                case "Microseconds" -> Optional.of(nanos / 1000);
                case "Nanoseconds" -> Optional.of(nanos);
                case "Abs" -> Optional.of(new Span(Math.abs(nanos)));
                case "String" -> Optional.of(toString());
                default -> Optional.empty();
            };
        }

        /// Whole units and the rest apart, as Go divides.
        private double in(long unit) {
            long whole = nanos / unit;
            return whole + nanos % unit / (double) unit;
        }

        /// `1h1m1.5s`, as Go writes it.
        @Override
        public String toString() {
            if (nanos == 0) {
                return "0s";
            }
            var sign = nanos < 0 ? "-" : "";
            var size = Duration.ofNanos(nanos).abs();
            long total = size.toNanos();
            if (total < 1000) {
                return sign + total + "ns";
            }
            if (total < 1_000_000) {
                return sign + fraction(total, 3) + "µs";
            }
            if (total < 1_000_000_000) {
                return sign + fraction(total, 6) + "ms";
            }
            var hours = size.toHours() > 0 ? size.toHours() + "h" : "";
            var minutes = size.toMinutes() > 0 ? size.toMinutesPart() + "m" : "";
            return sign + hours + minutes + fraction(total % 60_000_000_000L, 9) + "s";
        }

        private static String fraction(long nanos, int digits) {
            return new BigDecimal(nanos).movePointLeft(digits).stripTrailingZeros().toPlainString();
        }
    }

    /// Go's `time.Time`, in UTC.
    public record Time(Instant instant) {

        public Optional<Object> method(String name) {
            var utc = instant.atZone(ZoneOffset.UTC);
            return switch (name) {
                case "Unix" -> Optional.of(instant.getEpochSecond());
                case "UnixMilli" -> Optional.of(instant.toEpochMilli());
                case "Year" -> Optional.of((long) utc.getYear());
                case "Day" -> Optional.of((long) utc.getDayOfMonth());
                case "YearDay" -> Optional.of((long) utc.getDayOfYear());
                case "Hour" -> Optional.of((long) utc.getHour());
                case "Minute" -> Optional.of((long) utc.getMinute());
                case "Second" -> Optional.of((long) utc.getSecond());
                case "Nanosecond" -> Optional.of((long) utc.getNano());
                case "Weekday" -> Optional.of(name(utc.getDayOfWeek()));
                case "Month" -> Optional.of(utc.getMonth().getDisplayName(TextStyle.FULL, Locale.ROOT));
                case "UTC" -> Optional.of(this);
                case "String" -> Optional.of(toString());
                default -> Optional.empty();
            };
        }

        private static String name(DayOfWeek day) {
            return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        }

        /// Go's `Format`: the layout is how Monday, 2 January 2006, 15:04:05 would be written.
        public String format(String layout) {
            var utc = instant.atZone(ZoneOffset.UTC);
            var text = new StringBuilder();
            int at = 0;
            while (at < layout.length()) {
                var part = part(layout, at);
                if (part.isEmpty()) {
                    text.append(layout.charAt(at++));
                } else {
                    text.append(written(part, utc));
                    at += part.length();
                }
            }
            return text.toString();
        }

        private static final String[] PARTS = {
            "January", "Jan", "Monday", "Mon", "2006", "Z07:00", "-07:00", "Z0700", "-0700", "MST", "002", "01", "02",
                    "03", "04",
            "05", "06", "15", "PM", "pm", "_2", "1", "2", "3", "4", "5"
        };

        private static String part(String layout, int at) {
            if (layout.startsWith(".0", at) || layout.startsWith(".9", at)) {
                int end = at + 2;
                while (end < layout.length() && layout.charAt(end) == layout.charAt(at + 1)) {
                    end++;
                }
                boolean digitFollows = end < layout.length() && Character.isDigit(layout.charAt(end));
                return digitFollows ? "" : layout.substring(at, end);
            }
            for (var part : PARTS) {
                if (layout.startsWith(part, at)) {
                    return part;
                }
            }
            return "";
        }

        private static String written(String part, ZonedDateTime time) {
            if (part.startsWith(".")) {
                var nanos = String.format(Locale.ROOT, "%09d", time.getNano())
                        .substring(0, Math.min(9, part.length() - 1));
                if (part.charAt(1) == '0') {
                    return "." + nanos;
                }
                var cut = nanos.replaceAll("0+$", "");
                return cut.isEmpty() ? "" : "." + cut;
            }
            var pattern = switch (part) {
                case "January" -> "MMMM";
                case "Jan" -> "MMM";
                case "Monday" -> "EEEE";
                case "Mon" -> "EEE";
                case "2006" -> "uuuu";
                case "01" -> "MM";
                case "02" -> "dd";
                case "002" -> "DDD";
                case "03" -> "hh";
                case "04" -> "mm";
                case "05" -> "ss";
                case "06" -> "uu";
                case "15" -> "HH";
                case "PM", "pm" -> "a";
                case "_2" -> "ppd";
                case "1" -> "M";
                case "2" -> "d";
                case "3" -> "h";
                case "4" -> "m";
                case "5" -> "s";
                case "Z07:00", "Z0700" -> "'Z'";
                case "-07:00" -> "'+00:00'";
                case "-0700" -> "'+0000'";
                case String zone -> "'UTC'";
            };
            var text = time.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
            return part.equals("pm") ? text.toLowerCase(Locale.ROOT) : text;
        }

        /// `2015-06-23 13:19:44.128 +0000 UTC`, as Go writes it.
        @Override
        public String toString() {
            return format("2006-01-02 15:04:05.999999999 -0700 MST");
        }
    }
}

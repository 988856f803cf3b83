package dev.headroom.inference;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalInt;

/// A moment as a row writes it: `2014-07-01T00:30:00Z`, `2014-07-01 00:30`, `2014-07-01T00:30:00.250+02:00`.
///
/// Without an offset it is the local time of wherever the values come from; all rows of a request must then do without.
///
/// @param epochMillis of the moment; of the local time as if it were UTC when there is no offset
/// @param offsetSeconds what the offset adds to UTC, in seconds
record Timestamp(long epochMillis, OptionalInt offsetSeconds) {

    private static final long DAY_MILLIS = 86_400_000;

    /// Reads a timestamp; what is wrong with another text is in the exception's message.
    static Timestamp parse(String text) {
        try {
            return new Reader(text).read();
        } catch (DateTimeException | IndexOutOfBoundsException wrong) {
            throw new DateTimeException("expected a timestamp like 2014-07-01T00:30:00Z, got \""
                    + ErrorText.shortened(text) + '"', wrong);
        }
    }

    /// Milliseconds of the local time: what the calendar of the model goes by.
    long localMillis() {
        return epochMillis + offsetSeconds.orElse(0) * 1000L;
    }

    /// The moment `millis` later, in the same offset.
    Timestamp plus(long millis) {
        return new Timestamp(epochMillis + millis, offsetSeconds);
    }

    /// As it is written in an answer.
    @Override
    public String toString() {
        long local = localMillis();
        long millis = Math.floorMod(local, 1000L);
        var time = LocalDateTime.ofEpochSecond(Math.floorDiv(local, 1000), 0, ZoneOffset.UTC);
        var text = new StringBuilder(29);
        text.append(time.toLocalDate()).append('T');
        two(text, time.getHour()).append(':');
        two(text, time.getMinute()).append(':');
        two(text, time.getSecond());
        if (millis != 0) {
            text.append(String.format(Locale.ROOT, ".%03d", millis));
        }
        if (offsetSeconds.isPresent()) {
            text.append(ZoneOffset.ofTotalSeconds(offsetSeconds.getAsInt()).getId());
        }
        return text.toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /// One pass over the characters; java.time's own parser takes ten times as long.
    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Timestamp read() {
            int year = digits(4);
            expect('-');
            int month = digits(2);
            expect('-');
            int day = digits(2);
            if (year < RequestLimits.EARLIEST_YEAR || year > RequestLimits.LATEST_YEAR) {
                throw new DateTimeException("year");
            }
            long millis = LocalDate.of(year, month, day).toEpochDay() * DAY_MILLIS;
            char separator = next();
            if (separator != 'T' && separator != 't' && separator != ' ') {
                throw new DateTimeException("separator");
            }
            millis += time();
            var offset = offset();
            if (at != text.length()) {
                throw new DateTimeException("rest");
            }
            return new Timestamp(millis - offset.orElse(0) * 1000L, offset);
        }

        private long time() {
            int hour = digits(2);
            expect(':');
            int minute = digits(2);
            int second = 0;
            int millis = 0;
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
                second = digits(2);
                if (at < text.length() && text.charAt(at) == '.') {
                    at++;
                    millis = fraction();
                }
            }
            if (hour > 23 || minute > 59 || second > 59) {
                throw new DateTimeException("time");
            }
            return (hour * 3600L + minute * 60L + second) * 1000 + millis;
        }

        /// Digits after the point, to the millisecond; a second has at most nine of them.
        private int fraction() {
            int start = at;
            int millis = 0;
            while (at < text.length() && isDigit(text.charAt(at))) {
                if (at - start < 3) {
                    millis = millis * 10 + text.charAt(at) - '0';
                }
                at++;
            }
            int count = at - start;
            if (count == 0 || count > 9) {
                throw new DateTimeException("fraction");
            }
            return switch (count) {
                case 1 -> millis * 100;
                case 2 -> millis * 10;
                default -> millis;
            };
        }

        private OptionalInt offset() {
            if (at == text.length()) {
                return OptionalInt.empty();
            }
            char sign = next();
            if (sign == 'Z' || sign == 'z') {
                return OptionalInt.of(0);
            }
            if (sign != '+' && sign != '-') {
                throw new DateTimeException("offset");
            }
            int hours = digits(2);
            if (at < text.length() && text.charAt(at) == ':') {
                at++;
            }
            int minutes = digits(2);
            if (hours > 18 || minutes > 59 || hours * 60 + minutes > 18 * 60) {
                throw new DateTimeException("offset");
            }
            int seconds = hours * 3600 + minutes * 60;
            return OptionalInt.of(sign == '-' ? -seconds : seconds);
        }

        private int digits(int count) {
            int number = 0;
            for (int i = 0; i < count; i++) {
                char c = next();
                if (!isDigit(c)) {
                    throw new DateTimeException("digit");
                }
                number = number * 10 + c - '0';
            }
            return number;
        }

        private void expect(char wanted) {
            if (next() != wanted) {
                throw new DateTimeException("separator");
            }
        }

        private char next() {
            return text.charAt(at++);
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}

package dev.headroom.arrivals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Recorded traffic in a text file, gzipped or not. The first line tells which of three kinds it is:
///
/// | first line | every line is | gives |
/// |---|---|---|
/// | a CSV header with a time column (`timestamp`, `time`, `period`) or `offset` (seconds) | one request | [Recorded] |
/// | the same with a count column (`count`, `value`, `requests`) | the requests of one period | [Counted] |
/// | a number | the requests of one second | [Counted] |
public final class TraceFile {

    /// The most lines a trace may have.
    public static final int MAX_LINES = 10_000_000;

    private static final List<String> TIME_COLUMNS = List.of("timestamp", "time", "period");
    private static final List<String> COUNT_COLUMNS = List.of("count", "value", "requests");
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final String OFFSET_COLUMN = "offset";

    private final String name;
    private long[] times = new long[1024];
    private double[] counts = new double[1024];
    private int rows;

    private TraceFile(String name) {
        this.name = name;
    }

    /// @param seed places the arrivals of a period when only their number was recorded
    /// @throws TrafficException when the file cannot be read or is no trace
    public static Arrivals read(Path file, long seed) {
        try (var bytes = Files.newInputStream(file)) {
            return read(file.toString(), bytes, seed);
        } catch (NoSuchFileException _) {
            throw new TrafficException(file + ": expected a trace, got nothing: no such file");
        } catch (IOException failure) {
            throw new TrafficException(file + ": cannot be read: " + failure);
        }
    }

    /// Reads `bytes`, unpacked first when `name` ends in `.gz`.
    ///
    /// @throws IOException when reading fails; bad content is a [TrafficException]
    static Arrivals read(String name, InputStream bytes, long seed) throws IOException {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        try (var lines = new BufferedReader(
                new InputStreamReader(name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, decoder))) {
            return new TraceFile(name).read(lines, seed);
        } catch (ZipException | MalformedInputException wrong) {
            throw new TrafficException(name + ": expected text" + (name.endsWith(".gz") ? ", gzipped" : "") + ", got: "
                    + wrong.getMessage());
        }
    }

    private Arrivals read(BufferedReader lines, long seed) throws IOException {
        var first = lines.readLine();
        if (first == null || first.isBlank()) {
            throw error(1, "a header or a number", first == null ? "an empty file" : "an empty line");
        }
        var header = Arrays.stream(first.split(",", -1))
                .map(column -> column.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (header.size() == 1 && number(header.getFirst()) != null) {
            return rates(first, lines, seed);
        }
        int time = column(header, TIME_COLUMNS);
        int offset = header.indexOf(OFFSET_COLUMN);
        int count = column(header, COUNT_COLUMNS);
        if (time < 0 && offset < 0) {
            throw error(1, "a column named timestamp, time, period or offset, or one number a line", first);
        }
        int line = 1;
        for (var text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            var fields = text.split(",", -1);
            long at = time >= 0
                    ? timestamp(line, field(line, fields, time))
                    : offset(line, field(line, fields, offset));
            add(line, at, count < 0 ? 1 : count(line, field(line, fields, count)));
        }
        if (rows == 0) {
            throw error(2, "at least one row", "the end of the file");
        }
        return count < 0 ? recorded() : counted(seed);
    }

    /// One number a line: requests of one second each.
    private Arrivals rates(String first, BufferedReader lines, long seed) throws IOException {
        int line = 0;
        for (var text = first; text != null; text = lines.readLine()) {
            line++;
            if (!text.isBlank()) {
                add(line, 0, count(line, text.strip()));
            }
        }
        return Counted.of(Duration.ofSeconds(1), Arrays.copyOf(counts, rows), seed);
    }

    /// One row a request. Logs are written when a request ends, so they may be a little out of order.
    private Arrivals recorded() {
        var offsets = Arrays.copyOf(times, rows);
        Arrays.sort(offsets);
        long start = offsets[0];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] -= start;
        }
        return Recorded.of(offsets, Duration.ofNanos(offsets[rows - 1]));
    }

    /// One row a period; the period is the gap between the first two rows, and a period without a row had no request.
    private Arrivals counted(long seed) {
        if (rows < 2) {
            throw error(2, "at least two rows, whose distance is the period", "one");
        }
        for (int i = 1; i < rows; i++) {
            if (times[i] <= times[i - 1]) {
                throw error(i + 2, "a time after the one of the row before", "the same or an earlier one");
            }
        }
        long period = times[1] - times[0];
        long periods = Math.floorDiv(times[rows - 1] - times[0], period) + 1;
        if (periods > MAX_LINES) {
            throw error(rows + 1, "at most MAX_LINES=" + MAX_LINES + " periods", Long.toString(periods));
        }
        var perPeriod = new double[(int) periods];
        for (int i = 0; i < rows; i++) {
            perPeriod[(int) Math.floorDiv(times[i] - times[0], period)] += counts[i];
        }
        return Counted.of(Duration.ofNanos(period), perPeriod, seed);
    }

    private void add(int line, long time, double count) {
        if (rows == MAX_LINES) {
            throw error(line, "at most MAX_LINES=" + MAX_LINES + " rows", "more");
        }
        if (rows == times.length) {
            times = Arrays.copyOf(times, rows * 2);
            counts = Arrays.copyOf(counts, rows * 2);
        }
        times[rows] = time;
        counts[rows++] = count;
    }

    private static int column(List<String> header, List<String> names) {
        for (int i = 0; i < header.size(); i++) {
            if (names.contains(header.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private String field(int line, String[] fields, int column) {
        if (column >= fields.length) {
            throw error(line, (column + 1) + " columns or more", Integer.toString(fields.length));
        }
        return fields[column].strip();
    }

    private double count(int line, String text) {
        var count = number(text);
        if (count == null || count < 0) {
            throw error(line, "a number of requests", '"' + text + '"');
        }
        return count;
    }

    private long offset(int line, String text) {
        var seconds = number(text);
        if (seconds == null || seconds < 0 || seconds > Integer.MAX_VALUE) {
            throw error(line, "an offset in seconds", '"' + text + '"');
        }
        return Seconds.toNanos(seconds);
    }

    /// `2023-11-16 18:15:46.6805900`, the same with a `T` or a `Z`, or seconds since the epoch.
    private long timestamp(int line, String text) {
        var seconds = number(text);
        if (seconds != null && seconds >= 0 && seconds < 9e9) {
            return Seconds.toNanos(seconds);
        }
        var iso = text.replace(' ', 'T');
        try {
            var time = LocalDateTime.parse(iso.endsWith("Z") ? iso.substring(0, iso.length() - 1) : iso);
            return ChronoUnit.NANOS.between(EPOCH, time);
        } catch (DateTimeParseException | ArithmeticException _) {
            throw error(line, "a time like 2023-11-16 18:15:46.68 or seconds since 1970", '"' + text + '"');
        }
    }

    private static @Nullable Double number(String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? number : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private TrafficException error(int line, String expected, String got) {
        var shown = got.length() > 80 ? got.substring(0, 80) + "..." : got;
        return new TrafficException(name + ":" + line + ": expected " + expected + ", got " + shown);
    }
}

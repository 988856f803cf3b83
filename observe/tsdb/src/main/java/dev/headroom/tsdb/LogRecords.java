package dev.headroom.tsdb;

import dev.headroom.files.ByteReader;
import dev.headroom.files.ByteWriter;
import dev.headroom.files.DamagedException;
import dev.headroom.files.FileHeader;
import dev.headroom.files.Records;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.HeadBatch.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The records of the log: batches of samples, with the labels of the series that their segment has not mentioned yet.
final class LogRecords {

    /* The format, version 2. A segment is a FileHeader of kind HRMDBLOG and records of Records. A batch is one record
     * or, when it is large, several of which all but the last say that more follows; a batch whose last record is
     * missing was not committed. Each record:
     *
     * 1 byte: 1 when more records of the batch follow, and 2 when histograms are among its samples
     * the number of series, each: its number in this segment, the number of its labels, names and values with lengths
     * the timestamp that those of the samples are relative to
     * the number of samples, each: the difference of its series' number to the sample before, its timestamp, its value
     *
     * A value is its bits in reverse order, so that small whole numbers are short. In a record with histograms the
     * difference of the numbers is doubled, and one more for a histogram, which LogHistograms writes in the place of
     * the value. Version 1 had no such records.
     */

    static final FileHeader HEADER = new FileHeader("HRMDBLOG", 2);
    private static final int MORE = 1;
    private static final int MIXED = 2;
    private static final int SAMPLES_PER_RECORD = 50_000;

    private LogRecords() {}

    /// Adds the records of a batch. Series that the segment does not know are announced; `announced` counts them all.
    ///
    /// @return how many series the segment knows now
    static int write(ByteWriter out, List<Row> rows, long segment, int announced) {
        int known = announced;
        for (int from = 0; from < rows.size(); from += SAMPLES_PER_RECORD) {
            int to = Math.min(rows.size(), from + SAMPLES_PER_RECORD);
            var part = rows.subList(from, to);
            boolean mixed = isMixed(part);
            int start = Records.begin(out);
            out.u8((to == rows.size() ? 0 : MORE) | (mixed ? MIXED : 0));
            known = writeSeries(out, part, segment, known);
            writeSamples(out, part, mixed);
            Records.end(out, start);
        }
        return known;
    }

    private static boolean isMixed(List<Row> rows) {
        for (var row : rows) {
            if (row.histogram() != null) {
                return true;
            }
        }
        return false;
    }

    private static int writeSeries(ByteWriter out, List<Row> rows, long segment, int announced) {
        int known = announced;
        var fresh = new ArrayList<Row>();
        for (var row : rows) {
            var ref = row.entry().logRef();
            if (!ref.isIn(segment)) {
                ref.set(segment, known++);
                fresh.add(row);
            }
        }
        out.variable(fresh.size());
        for (var row : fresh) {
            out.variable(row.entry().logRef().number());
            var labels = row.entry().labels();
            out.variable(labels.size());
            labels.forEach((name, value) -> out.block(name.getBytes(StandardCharsets.UTF_8))
                    .block(value.getBytes(StandardCharsets.UTF_8)));
        }
        return known;
    }

    private static void writeSamples(ByteWriter out, List<Row> rows, boolean mixed) {
        long base = rows.getFirst().timestampMillis();
        out.signed(base).variable(rows.size());
        int before = 0;
        for (var row : rows) {
            int number = row.entry().logRef().number();
            var histogram = row.histogram();
            long step = (long) number - before;
            out.signed(mixed ? 2 * step + (histogram == null ? 0 : 1) : step).signed(row.timestampMillis() - base);
            if (histogram == null) {
                out.variable(Long.reverse(Double.doubleToRawLongBits(row.value())));
            } else {
                LogHistograms.write(out, histogram);
            }
            before = number;
        }
    }

    /// A series as a segment announces it.
    record Announced(int number, Labels labels) {}

    /// A batch that is being read; the samples are parallel arrays, of which the first `size` entries count.
    static final class Batch {
        final List<Announced> series = new ArrayList<>();
        int[] numbers = new int[64];
        long[] timestamps = new long[64];
        double[] values = new double[64];
        @Nullable FloatHistogram[] histograms = new FloatHistogram[64];
        int size;

        void clear() {
            series.clear();
            size = 0;
        }

        private void add(int number, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
                timestamps = Arrays.copyOf(timestamps, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
                histograms = Arrays.copyOf(histograms, 2 * size);
            }
            numbers[size] = number;
            timestamps[size] = timestampMillis;
            histograms[size] = histogram;
            values[size++] = value;
        }

        /// Adds a record; true when it is the last of its batch.
        boolean read(ByteReader in) throws DamagedException {
            int flag = in.u8();
            if ((flag & ~(MORE | MIXED)) != 0) {
                throw new DamagedException("a record of the unknown kind " + flag);
            }
            for (int left = in.count(); left > 0; left--) {
                int number = (int) in.variable();
                var texts = new String[2 * in.count()];
                for (int i = 0; i < texts.length; i++) {
                    texts[i] = in.text();
                }
                series.add(new Announced(number, Labels.ofSorted(texts)));
            }
            readSamples(in, (flag & MIXED) != 0);
            return (flag & MORE) == 0;
        }

        private void readSamples(ByteReader in, boolean mixed) throws DamagedException {
            long base = in.signed();
            long number = 0;
            for (int left = in.count(); left > 0; left--) {
                long step = in.signed();
                boolean isHistogram = mixed && (step & 1) != 0;
                number += mixed ? step >> 1 : step;
                long timestamp = base + in.signed();
                if (isHistogram) {
                    add((int) number, timestamp, Double.NaN, LogHistograms.read(in));
                } else {
                    add((int) number, timestamp, Double.longBitsToDouble(Long.reverse(in.variable())), null);
                }
            }
        }
    }
}

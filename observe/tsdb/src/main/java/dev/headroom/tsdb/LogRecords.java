package dev.headroom.tsdb;

import dev.headroom.files.ByteReader;
import dev.headroom.files.ByteWriter;
import dev.headroom.files.DamagedException;
import dev.headroom.files.FileHeader;
import dev.headroom.files.Records;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.HeadBatch.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The records of the log: batches of samples, with the labels of the series that their segment has not mentioned yet.
final class LogRecords {

    /* The format, version 1. A segment is a FileHeader of kind HRMDBLOG and records of Records. A batch is one record
     * or, when it is large, several of which all but the last say that more follows; a batch whose last record is
     * missing was not committed. Each record:
     *
     * 1 byte: 0, or 1 when more records of the batch follow
     * the number of series, each: its number in this segment, the number of its labels, names and values with lengths
     * the timestamp that those of the samples are relative to
     * the number of samples, each: the difference of its series' number to the sample before, its timestamp, its value
     *
     * A value is its bits in reverse order, so that small whole numbers are short.
     */

    static final FileHeader HEADER = new FileHeader("HRMDBLOG", 1);
    private static final int LAST = 0;
    private static final int MORE = 1;
    private static final int SAMPLES_PER_RECORD = 50_000;

    private LogRecords() {}

    /// Adds the records of a batch. Series that the segment does not know are announced; `announced` counts them all.
    ///
    /// @return how many series the segment knows now
    static int write(ByteWriter out, List<Row> rows, long segment, int announced) {
        int known = announced;
        for (int from = 0; from < rows.size(); from += SAMPLES_PER_RECORD) {
            int to = Math.min(rows.size(), from + SAMPLES_PER_RECORD);
            int start = Records.begin(out);
            out.u8(to == rows.size() ? LAST : MORE);
            known = writeSeries(out, rows.subList(from, to), segment, known);
            writeSamples(out, rows.subList(from, to));
            Records.end(out, start);
        }
        return known;
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

    private static void writeSamples(ByteWriter out, List<Row> rows) {
        long base = rows.getFirst().timestampMillis();
        out.signed(base).variable(rows.size());
        int before = 0;
        for (var row : rows) {
            int number = row.entry().logRef().number();
            out.signed(number - before).signed(row.timestampMillis() - base);
            out.variable(Long.reverse(Double.doubleToRawLongBits(row.value())));
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
        int size;

        void clear() {
            series.clear();
            size = 0;
        }

        private void add(int number, long timestampMillis, double value) {
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
                timestamps = Arrays.copyOf(timestamps, 2 * size);
                values = Arrays.copyOf(values, 2 * size);
            }
            numbers[size] = number;
            timestamps[size] = timestampMillis;
            values[size++] = value;
        }

        /// Adds a record; true when it is the last of its batch.
        boolean read(ByteReader in) throws DamagedException {
            int flag = in.u8();
            if (flag != LAST && flag != MORE) {
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
            long base = in.signed();
            int number = 0;
            for (int left = in.count(); left > 0; left--) {
                number += (int) in.signed();
                long timestamp = base + in.signed();
                add(number, timestamp, Double.longBitsToDouble(Long.reverse(in.variable())));
            }
            return flag == LAST;
        }
    }
}

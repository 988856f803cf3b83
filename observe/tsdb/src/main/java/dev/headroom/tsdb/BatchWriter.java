package dev.headroom.tsdb;

import dev.headroom.files.ByteWriter;
import dev.headroom.files.Packer;
import dev.headroom.files.Records;
import dev.headroom.tsdb.HeadBatch.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes batches as the records that [LogRecords] describes. Used by one thread at a time.
final class BatchWriter implements AutoCloseable {

    private static final int SAMPLES_PER_RECORD = 50_000;

    /// From how many samples on a record is packed: fewer are hardly shorter then.
    private static final int PACKED_SAMPLES = 32;

    private static final int BODY_BYTES = 1 << 16;
    private static final int LARGEST_KEPT_BODY = 8 << 20;

    private final Packer packer = new Packer();
    private ByteWriter body = new ByteWriter(BODY_BYTES);

    /// Adds the records of a batch. Series that the segment does not know are announced; `announced` counts them all.
    ///
    /// @return how many series the segment knows now
    int write(ByteWriter out, List<Row> rows, long segment, int announced) {
        int known = announced;
        for (int from = 0; from < rows.size(); from += SAMPLES_PER_RECORD) {
            int to = Math.min(rows.size(), from + SAMPLES_PER_RECORD);
            var part = rows.subList(from, to);
            boolean mixed = isMixed(part);
            boolean packed = part.size() >= PACKED_SAMPLES;
            body.clear();
            known = writeSeries(part, segment, known);
            body.signed(part.getFirst().timestampMillis()).variable(part.size());
            if (packed) {
                writeColumns(part, mixed);
            } else {
                writeRows(part, mixed);
            }
            int start = Records.begin(out);
            out.u8((to == rows.size() ? 0 : LogRecords.MORE)
                    | (mixed ? LogRecords.MIXED : 0)
                    | (packed ? LogRecords.PACKED : 0));
            if (packed) {
                packer.pack(body, out);
            } else {
                out.all(body);
            }
            Records.end(out, start);
        }
        if (body.size() > LARGEST_KEPT_BODY) {
            body = new ByteWriter(BODY_BYTES);
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

    private int writeSeries(List<Row> rows, long segment, int announced) {
        int known = announced;
        var fresh = new ArrayList<Row>();
        for (var row : rows) {
            var ref = row.entry().logRef();
            if (!ref.isIn(segment)) {
                ref.set(segment, known++);
                fresh.add(row);
            }
        }
        body.variable(fresh.size());
        for (var row : fresh) {
            body.variable(row.entry().logRef().number());
            var labels = row.entry().labels();
            body.variable(labels.size());
            labels.forEach((name, value) -> body.block(name.getBytes(StandardCharsets.UTF_8))
                    .block(value.getBytes(StandardCharsets.UTF_8)));
        }
        return known;
    }

    private void writeRows(List<Row> rows, boolean mixed) {
        long base = rows.getFirst().timestampMillis();
        int before = 0;
        for (var row : rows) {
            before = writeNumber(row, before, mixed);
            body.signed(row.timestampMillis() - base);
            writeValue(row);
        }
    }

    private void writeColumns(List<Row> rows, boolean mixed) {
        int before = 0;
        for (var row : rows) {
            before = writeNumber(row, before, mixed);
        }
        long base = rows.getFirst().timestampMillis();
        for (var row : rows) {
            body.signed(row.timestampMillis() - base);
        }
        for (var row : rows) {
            writeValue(row);
        }
    }

    private int writeNumber(Row row, int before, boolean mixed) {
        int number = row.entry().logRef().number();
        long step = (long) number - before;
        body.signed(mixed ? 2 * step + (row.histogram() == null ? 0 : 1) : step);
        return number;
    }

    private void writeValue(Row row) {
        var histogram = row.histogram();
        if (histogram == null) {
            body.variable(Long.reverse(Double.doubleToRawLongBits(row.value())));
        } else {
            LogHistograms.write(body, histogram);
        }
    }

    @Override
    public void close() {
        packer.close();
    }
}

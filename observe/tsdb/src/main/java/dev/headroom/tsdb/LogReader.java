package dev.headroom.tsdb;

import dev.headroom.files.ByteReader;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Disk;
import dev.headroom.files.FileHeader;
import dev.headroom.files.Records;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads committed batches in the order of their commits, from a place on and across files, while others are appended.
/// Used by one thread at a time.
///
/// @param <S> what the reader wants to know of a series; made once for each file that mentions it
public final class LogReader<S> {

    /* Each file announces its series itself. So a reader that begins in the middle of one reads it from its start, for
     * the series, and leaves out the batches before its place. Only whole batches are read, because the log says how
     * far it is written.
     */

    private final Disk disk;
    private final SampleLog log;
    private final Map<Integer, Slot<S>> slots = new HashMap<>();
    private final LogBatch batch = new LogBatch();
    private LogPosition from;
    private long segment;
    private long offset;
    private long readOfSegment;
    private long lost;

    /// Takes what is read.
    public interface Sink<S> {

        /// A series is mentioned for the first time in a file.
        S series(Labels labels);

        /// A batch begins.
        void batch(LogPosition begin);

        /// A sample of that batch.
        ///
        /// @param index its place among the samples of the batch
        void number(int index, S series, long timestampMillis, double value);

        /// A sample of that batch that is a native histogram.
        void histogram(int index, S series, long timestampMillis, FloatHistogram histogram);
    }

    private static final class Slot<S> {
        private final Labels labels;
        private @Nullable S series;

        Slot(Labels labels) {
            this.labels = labels;
        }
    }

    LogReader(Disk disk, SampleLog log, LogPosition from) {
        this.disk = disk;
        this.log = log;
        this.from = from;
        this.segment = from.segment();
    }

    /// Where it reads on.
    public LogPosition position() {
        var reached = new LogPosition(segment, offset, 0);
        return reached.compareTo(from) < 0 ? from : reached;
    }

    /// How many samples it should have read and could not: their file went, or was damaged.
    public long lost() {
        return lost;
    }

    /// Reads at least one batch and at least so many samples, if there are that many.
    ///
    /// @return whether there was a batch
    /// @throws IOException when a file cannot be read; what was read until then is not read again
    public boolean read(int samples, Sink<S> sink) throws IOException {
        int left = samples;
        boolean any = false;
        while (!any || left > 0) {
            var extent = log.extent(segment);
            if (extent.bytes() > offset) {
                int read = readFile(extent.bytes(), left, sink);
                any |= read >= 0;
                left -= Math.max(0, read);
            } else if (extent.next() > segment) {
                enter(extent);
            } else {
                return any;
            }
        }
        return true;
    }

    private void enter(SampleLog.Extent extent) {
        lost += Math.max(0, log.lost(segment, extent.next()) - readOfSegment);
        segment = extent.next();
        offset = 0;
        readOfSegment = 0;
        slots.clear();
    }

    /// Reads up to `end`, or until `most` samples were read.
    ///
    /// @return how many; -1 when there was no batch
    private int readFile(long end, int most, Sink<S> sink) throws IOException {
        int read = -1;
        try (var mapped = disk.map(log.path(segment))) {
            var records = new Records(mapped.bytes().asSlice(0, end), Math.max(offset, FileHeader.BYTES));
            long begin = -1;
            while (read < most) {
                switch (records.next()) {
                    case Records.Found.Whole(long position, var payload) -> {
                        begin = begin < 0 ? position : begin;
                        if (whole(ByteReader.of(payload))) {
                            read = Math.max(0, read) + pass(new LogPosition(segment, begin, 0), sink);
                            begin = -1;
                            offset = position + Records.HEADER_BYTES + payload.byteSize();
                        }
                    }
                    case Records.Found.Damaged _ -> {
                        batch.clear();
                        begin = -1;
                    }
                    case Records.Found.End _ -> {
                        batch.clear();
                        offset = end;
                        return read;
                    }
                }
            }
        }
        return read;
    }

    /// Whether the batch is whole with this record.
    private boolean whole(ByteReader payload) {
        try {
            return batch.read(payload);
        } catch (DamagedException _) {
            batch.clear();
            return true;
        }
    }

    private int pass(LogPosition begin, Sink<S> sink) {
        for (var series : batch.series) {
            slots.put(series.number(), new Slot<>(series.labels()));
        }
        int passed = 0;
        if (new LogPosition(segment, begin.offset(), batch.size).compareTo(from) > 0) {
            sink.batch(begin);
            for (int i = begin.offset() == from.offset() && segment == from.segment() ? from.index() : 0;
                    i < batch.size; i++) {
                passed += pass(i, sink) ? 1 : 0;
            }
        }
        readOfSegment += batch.size;
        batch.clear();
        return passed;
    }

    private boolean pass(int index, Sink<S> sink) {
        var slot = slots.get(batch.numbers[index]);
        if (slot == null) {
            lost++;
            return false;
        }
        var series = slot.series;
        if (series == null) {
            series = sink.series(slot.labels);
            slot.series = series;
        }
        var histogram = batch.histograms[index];
        if (histogram == null) {
            sink.number(index, series, batch.timestamps[index], batch.values[index]);
        } else {
            sink.histogram(index, series, batch.timestamps[index], histogram);
        }
        return true;
    }
}

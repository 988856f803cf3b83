package dev.headroom.tsdb;

import dev.headroom.files.ByteReader;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Disk;
import dev.headroom.files.FileHeader;
import dev.headroom.files.Records;
import dev.headroom.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Reads a segment of the log back into a head: what is whole, around what is damaged.
final class LogReplay {

    private final Head head;
    private final StorageCounters counters;
    private final Map<Integer, Slot> slots = new HashMap<>();
    private final LogBatch batch = new LogBatch();
    private long maxMillis = Long.MIN_VALUE;
    private long samples;
    private long restored;
    private long unknown;

    /// A series of the segment.
    private static final class Slot {
        private final Labels labels;
        private @Nullable MemorySeries series;

        Slot(Labels labels) {
            this.labels = labels;
        }
    }

    /// @param maxMillis the time of the newest sample; [Long#MIN_VALUE] without one
    /// @param samples that are in the segment
    /// @param restored samples that the head took back
    record Outcome(long maxMillis, long samples, long restored) {}

    private LogReplay(Head head, StorageCounters counters) {
        this.head = head;
        this.counters = counters;
    }

    /// @param isKept by timestamp, which samples are in a block already
    static Outcome read(Disk disk, Path file, Head head, StorageCounters counters, LongPredicate isKept)
            throws IOException {
        var replay = new LogReplay(head, counters);
        try (var mapped = disk.map(file)) {
            long size = mapped.bytes().byteSize();
            if (size < FileHeader.BYTES) {
                replay.cutOff(file, 0, size);
            } else {
                replay.checkHeader(file, mapped);
                replay.read(file, new Records(mapped.bytes(), FileHeader.BYTES), isKept);
            }
        }
        return new Outcome(replay.maxMillis, replay.samples, replay.restored);
    }

    private void checkHeader(Path file, Disk.MappedFile mapped) throws IOException {
        try {
            LogRecords.HEADER.check(file, mapped.bytes());
        } catch (DamagedException wrong) {
            damaged(file, 0, String.valueOf(wrong.getMessage()));
        }
    }

    private void read(Path file, Records records, LongPredicate isKept) {
        while (true) {
            switch (records.next()) {
                case Records.Found.Whole(long position, var payload) -> {
                    try {
                        if (batch.read(ByteReader.of(payload))) {
                            apply(isKept);
                        }
                    } catch (DamagedException wrong) {
                        damaged(file, position, "a record cannot be read: " + wrong.getMessage());
                        batch.clear();
                    }
                }
                case Records.Found.Damaged(long position, long length, var what, boolean atEnd) -> {
                    batch.clear();
                    if (atEnd) {
                        cutOff(file, position, length);
                    } else {
                        damaged(file, position, what + "; " + length + " bytes are left out");
                    }
                }
                case Records.Found.End _ -> {
                    if (unknown > 0) {
                        counters.notice(file + ": " + unknown + " samples are left out, whose series were announced"
                                + " in damaged records");
                        counters.samplesDropped.add(unknown);
                    }
                    return;
                }
            }
        }
    }

    private void cutOff(Path file, long position, long length) {
        counters.notice(file + ": the last write was cut off at byte " + position + "; its " + length
                + " bytes are left out");
    }

    private void damaged(Path file, long position, String what) {
        counters.logCorruptions.increment();
        counters.notice(file + ": at byte " + position + ": " + what);
    }

    private void apply(LongPredicate isKept) {
        for (var series : batch.series) {
            slots.put(series.number(), new Slot(series.labels()));
        }
        for (int i = 0; i < batch.size; i++) {
            long timestamp = batch.timestamps[i];
            var slot = slots.get(batch.numbers[i]);
            if (slot == null) {
                unknown++;
                continue;
            }
            maxMillis = Math.max(maxMillis, timestamp);
            if (!isKept.test(timestamp)) {
                var series = slot.series == null ? head.restored(slot.labels) : slot.series;
                slot.series = series;
                head.restore(series, timestamp, batch.values[i], batch.histograms[i]);
                restored++;
            }
        }
        samples += batch.size;
        batch.clear();
    }
}

package dev.headroom.tsdb;

import dev.headroom.files.ByteWriter;
import dev.headroom.files.Disk;
import dev.headroom.files.NumberedNames;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.HeadBatch.Row;
import dev.headroom.tsdb.HeldSegments.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The append-only log of a storage: every committed batch, in files that begin again every so many bytes and whenever
/// a block is cut, and that go when all their samples are in blocks.
///
/// A batch that cannot be written is counted and stays in memory; the next one is tried again, so that a disk that was
/// full recovers by itself. A process never appends to a file of an earlier one.
final class SampleLog implements Journal, AutoCloseable {

    private static final NumberedNames NAMES = new NumberedNames(".log");
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LARGEST_KEPT_BUFFER = 4 << 20;

    private final Disk disk;
    private final Path folder;
    private final StorageOptions options;
    private final StorageCounters counters;
    private final Timeline timeline;
    private final NavigableMap<Long, Segment> closed = new TreeMap<>();
    private final HeldSegments held;
    private final BatchWriter writer = new BatchWriter();
    private ByteWriter buffer = new ByteWriter(BUFFER_BYTES);
    private long number;
    private int announced;
    private Disk.@Nullable OutputFile file;
    private long maxMillis = Long.MIN_VALUE;
    private long samples;
    private boolean unsynced;
    private boolean ended;
    private Runnable told = () -> {};

    SampleLog(Disk disk, Path folder, StorageOptions options, StorageCounters counters, Timeline timeline) {
        this.disk = disk;
        this.folder = folder;
        this.options = options;
        this.counters = counters;
        this.timeline = timeline;
        this.held = new HeldSegments(disk, options.heldLogBytes());
    }

    /// Which samples are in blocks already.
    interface InBlocks {
        boolean contains(long segment, long timestampMillis);
    }

    /// Reads what earlier processes left into the head.
    ///
    /// @return how many samples came back
    synchronized long replay(Head head, InBlocks blocks) throws IOException {
        long restored = 0;
        for (var listed : disk.list(folder)) {
            var found = NAMES.number(listed.name());
            if (found.isEmpty()) {
                continue;
            }
            long segment = found.getAsLong();
            var path = folder.resolve(listed.name());
            var outcome = LogReplay.read(disk, path, head, counters, time -> blocks.contains(segment, time));
            closed.put(segment, new Segment(path, outcome.maxMillis(), listed.bytes(), outcome.samples()));
            restored += outcome.restored();
            number = Math.max(number, segment);
        }
        return restored;
    }

    @Override
    public synchronized void append(List<Row> rows) {
        if (rows.isEmpty() || ended) {
            return;
        }
        try {
            write(rows);
        } catch (IOException failure) {
            counters.unlogged(rows.size(), String.valueOf(failure.getMessage()));
            return;
        }
        if (options.fsync() == FsyncPolicy.COMMIT) {
            sync();
        }
        told.run();
    }

    private void write(List<Row> rows) throws IOException {
        var out = open();
        long before = out.size();
        buffer.clear();
        int known = writer.write(buffer, rows, number, announced);
        try {
            out.write(buffer.buffer());
        } catch (IOException failure) {
            // The series were announced in bytes that are gone: announce everything again, in another file.
            undo(out, before);
            endFile();
            throw failure;
        }
        announced = known;
        samples += rows.size();
        unsynced = true;
        for (var row : rows) {
            maxMillis = Math.max(maxMillis, row.timestampMillis());
        }
        counters.logged(buffer.size());
        if (buffer.size() > LARGEST_KEPT_BUFFER) {
            buffer = new ByteWriter(BUFFER_BYTES);
        }
        if (out.size() >= options.segmentBytes()) {
            endFile();
        }
    }

    private static void undo(Disk.OutputFile out, long size) {
        try {
            out.truncate(size);
        } catch (IOException _) {
            // Half a record at the end of a file is what its checksum is for.
        }
    }

    private Disk.OutputFile open() throws IOException {
        if (file != null) {
            return file;
        }
        var path = path(number + 1);
        var out = disk.create(path);
        try {
            out.write(LogRecords.HEADER.bytes());
        } catch (IOException failure) {
            try (out) {
                disk.delete(path);
            }
            throw failure;
        }
        number++;
        announced = 0;
        maxMillis = Long.MIN_VALUE;
        samples = 0;
        file = out;
        return out;
    }

    Path path(long segment) {
        return folder.resolve(NAMES.of(segment));
    }

    /// Makes what was appended durable, when the policy wants that now. Appending goes on meanwhile.
    void tick() {
        if (options.fsync() == FsyncPolicy.SECOND) {
            sync();
        }
    }

    private void sync() {
        Disk.OutputFile out;
        synchronized (this) {
            out = file;
            if (out == null || !unsynced) {
                return;
            }
            unsynced = false;
        }
        try {
            force(out);
        } catch (IOException failure) {
            synchronized (this) {
                if (out.equals(file)) {
                    // What was not written may be lost without another error, so nothing more goes into this file.
                    syncFailed(failure);
                    endFile();
                }
            }
        }
    }

    private void force(Disk.OutputFile out) throws IOException {
        long start = timeline.nanos();
        out.force();
        disk.syncFolder(folder);
        counters.logSyncs.increment();
        counters.logSyncNanos.add(timeline.nanos() - start);
    }

    private void syncFailed(IOException failure) {
        counters.logSyncsFailed.increment();
        counters.notice("log: expected the disk to take what was written, got \"" + failure.getMessage() + '"');
    }

    /// Ends the file that is being written, so that the next batch begins another.
    ///
    /// @return the number of the last file that is ended
    synchronized long endFile() {
        var out = file;
        if (out != null) {
            file = null;
            closed.put(number, new Segment(path(number), maxMillis, out.size(), samples));
            try (out) {
                force(out);
            } catch (IOException failure) {
                syncFailed(failure);
            }
        }
        return number;
    }

    /// Deletes the files up to a number whose samples are all older than a time, because they are in blocks; those that
    /// are still needed later.
    synchronized void deleteUpTo(long segment, long beforeMillis) throws IOException {
        for (var entry : List.copyOf(closed.headMap(segment, true).entrySet())) {
            if (entry.getValue().maxMillis() < beforeMillis) {
                held.add(entry.getKey(), entry.getValue());
                closed.remove(entry.getKey());
            }
        }
        release();
    }

    /// Deletes what is in blocks and is not needed any more.
    synchronized void release() throws IOException {
        long unread = held.release();
        if (unread > 0) {
            counters.notice("log: " + unread + " samples are deleted that were not sent yet, expected at most "
                    + options.heldLogBytes() + " bytes of them (heldLogBytes)");
        }
    }

    /// A file as it is now.
    ///
    /// @param bytes how far it is written with whole batches; -1 when it is not there
    /// @param next the number of the next file that is there; that of the file itself when there is none
    record Extent(long bytes, long next) {}

    synchronized Extent extent(long segment) {
        long next = Math.min(after(segment, held.segments()), after(segment, closed));
        if (file != null && number > segment) {
            next = Math.min(next, number);
        }
        return new Extent(written(segment), next == Long.MAX_VALUE ? segment : next);
    }

    private long written(long segment) {
        if (file != null && segment == number) {
            return file.size();
        }
        var ended = closed.getOrDefault(segment, held.segments().get(segment));
        return ended == null ? -1 : ended.bytes();
    }

    private static long after(long segment, NavigableMap<Long, Segment> files) {
        var found = files.higherKey(segment);
        return found == null ? Long.MAX_VALUE : found;
    }

    synchronized LogPosition end() {
        return file == null ? new LogPosition(number + 1, 0, 0) : new LogPosition(number, file.size(), 0);
    }

    synchronized long lost(long from, long to) {
        return held.lost(from, to);
    }

    synchronized void onCommit(Runnable listener) {
        told = listener;
    }

    synchronized void hold(LongSupplier oldestNeeded) {
        held.need(oldestNeeded);
    }

    synchronized int segments() {
        return closed.size() + held.segments().size() + (file == null ? 0 : 1);
    }

    synchronized long bytes() {
        return closed.values().stream().mapToLong(Segment::bytes).sum() + held.bytes()
                + (file == null ? 0 : file.size());
    }

    @Override
    public synchronized void close() {
        endFile();
        ended = true;
        writer.close();
    }
}

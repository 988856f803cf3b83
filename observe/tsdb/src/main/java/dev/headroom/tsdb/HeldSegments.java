package dev.headroom.tsdb;

import dev.headroom.files.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// Files of the log whose samples are all in blocks, and that somebody who reads the log along has yet to read. Guarded
/// by the log.
final class HeldSegments {

    private final Disk disk;
    private final long mostBytes;
    private final NavigableMap<Long, Segment> held = new TreeMap<>();
    private final NavigableMap<Long, Long> lost = new TreeMap<>();
    private LongSupplier oldestNeeded = () -> Long.MAX_VALUE;

    /// A file that is not written any more.
    ///
    /// @param maxMillis the time of its newest sample
    /// @param samples how many were written to it
    record Segment(Path path, long maxMillis, long bytes, long samples) {}

    /// @param mostBytes more is not held (limit `heldLogBytes`)
    HeldSegments(Disk disk, long mostBytes) {
        this.disk = disk;
        this.mostBytes = mostBytes;
    }

    /// @param segment the first that is still needed
    void need(LongSupplier segment) {
        oldestNeeded = segment;
    }

    void add(long number, Segment segment) {
        held.put(number, segment);
    }

    /// Deletes what nobody needs, and, while more than the limit is held, the oldest of what somebody does.
    ///
    /// @return how many samples went that were needed
    long release() throws IOException {
        long needed = oldestNeeded.getAsLong();
        long unread = 0;
        while (!held.isEmpty()) {
            var oldest = held.firstEntry();
            boolean isNeeded = oldest.getKey() >= needed;
            if (isNeeded && bytes() <= mostBytes) {
                return unread;
            }
            disk.delete(oldest.getValue().path());
            held.remove(oldest.getKey());
            if (isNeeded) {
                unread += oldest.getValue().samples();
                lost.put(oldest.getKey(), oldest.getValue().samples());
            }
        }
        return unread;
    }

    NavigableMap<Long, Segment> segments() {
        return held;
    }

    long bytes() {
        return held.values().stream().mapToLong(Segment::bytes).sum();
    }

    /// How many samples were in files from one number up to another, that one left out, when they went before they were
    /// read.
    long lost(long from, long to) {
        return lost.subMap(from, to).values().stream().mapToLong(Long::longValue).sum();
    }
}

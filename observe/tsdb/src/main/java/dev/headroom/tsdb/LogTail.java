package dev.headroom.tsdb;

import dev.headroom.files.Disk;
import java.util.function.LongSupplier;

/// The log of a [Storage] for those who read along what is committed.
public final class LogTail {

    private final Disk disk;
    private final SampleLog log;
    private final LogPosition start;
    private final LongSupplier newestMillis;

    LogTail(Disk disk, SampleLog log, LongSupplier newestMillis) {
        this.newestMillis = newestMillis;
        this.disk = disk;
        this.log = log;
        this.start = log.end();
    }

    /// Where the first batch of this process is, or will be: what is before was committed by earlier ones.
    public LogPosition start() {
        return start;
    }

    /// Where the next batch will be.
    public LogPosition end() {
        return log.end();
    }

    /// The time of the newest sample that is stored; [Long#MIN_VALUE] when there is none.
    public long newestMillis() {
        return newestMillis.getAsLong();
    }

    /// The oldest place that can still be read.
    public LogPosition oldest() {
        return new LogPosition(log.extent(0).next(), 0, 0);
    }

    /// Reads on from a place, which may be one that an earlier process reached.
    public <S> LogReader<S> reader(LogPosition from) {
        return new LogReader<>(disk, log, from);
    }

    /// Runs something, which must not wait, after each commit that is in the log.
    public void onCommit(Runnable told) {
        log.onCommit(told);
    }

    /// Keeps files that are still needed, up to the limit `heldLogBytes`.
    ///
    /// @param oldestNeeded the number of the oldest one; it must not wait. [Long#MAX_VALUE] for none
    public void hold(LongSupplier oldestNeeded) {
        log.hold(oldestNeeded);
    }
}

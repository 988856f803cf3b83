package dev.headroom.tsdb;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/// What has happened to a [Storage] since it was opened, counted, and said in words where somebody should know.
final class StorageCounters {

    final LongAdder samplesUnlogged = new LongAdder();
    final LongAdder exemplarsUnlogged = new LongAdder();
    final LongAdder samplesDropped = new LongAdder();
    final LongAdder logWritesFailed = new LongAdder();
    final LongAdder logSyncsFailed = new LongAdder();
    final LongAdder logCorruptions = new LongAdder();
    final LongAdder logBytes = new LongAdder();
    final LongAdder logSyncs = new LongAdder();
    final LongAdder logSyncNanos = new LongAdder();
    final LongAdder blockCorruptions = new LongAdder();
    final LongAdder compactions = new LongAdder();
    final LongAdder compactionsFailed = new LongAdder();
    final LongAdder headCuts = new LongAdder();
    final LongAdder timeRetentions = new LongAdder();
    final LongAdder sizeRetentions = new LongAdder();
    final LongAdder clockSteps = new LongAdder();

    private final Consumer<String> notices;
    private final AtomicBoolean logFailing = new AtomicBoolean();

    /// @param notices told in one line of what was lost, isolated or recovered
    StorageCounters(Consumer<String> notices) {
        this.notices = notices;
    }

    void notice(String text) {
        notices.accept(text);
    }

    /// The log could not take a batch.
    void unlogged(int samples, String why) {
        samplesUnlogged.add(samples);
        logWritesFailed.increment();
        if (logFailing.compareAndSet(false, true)) {
            notice("log: expected room for a batch, got \"" + why + "\"; samples are kept in memory only until it"
                    + " can be written again");
        }
    }

    void logged(long bytes) {
        logBytes.add(bytes);
        if (logFailing.compareAndSet(true, false)) {
            notice("log: it can be written again; " + samplesUnlogged.sum() + " samples are not in it");
        }
    }
}

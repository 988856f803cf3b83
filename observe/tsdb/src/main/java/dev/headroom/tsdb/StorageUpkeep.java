package dev.headroom.tsdb;

import dev.headroom.blocks.BlockInfo;
import dev.headroom.blocks.BlockSeries;
import dev.headroom.blocks.Chunk;
import dev.headroom.blocks.ChunkWriter;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What a [Storage] does every now and then: cutting blocks, merging them, retention, and an eye on the clock.
final class StorageUpkeep {

    /* Clocks.
     *
     * A clock that was set forward and back leaves samples in the future. Series that have one would refuse every
     * sample until that time comes; so while the newest sample, or the end of the last cut, is ahead of the clock by
     * more than the limit `clockTolerance`, samples from the clock's time on are admitted as late ones. Cuts go by the
     * clock and the newest sample, whichever is earlier, so the future stays in memory and in the log until it comes.
     *
     * Deleting by age needs a clock that has gone steadily for the limit `clockGrace`; deleting by size needs none.
     */

    private static final long MARGIN_MILLIS = 60_000;

    private final Head head;
    private final SampleLog log;
    private final BlockFolder blocks;
    private final StorageCounters counters;
    private final StorageOptions options;
    private final Timeline timeline;
    private final ClockWatch clock;
    private boolean behind;
    private boolean failing;
    private boolean stopped;
    private long cutSegment;

    StorageUpkeep(Head head, SampleLog log, BlockFolder blocks, StorageCounters counters, StorageOptions options,
            Timeline timeline) {
        this.head = head;
        this.log = log;
        this.blocks = blocks;
        this.counters = counters;
        this.options = options;
        this.timeline = timeline;
        this.clock = new ClockWatch(timeline);
    }

    /// Ends what is under way; nothing is done afterwards.
    synchronized void stop() {
        stopped = true;
    }

    synchronized void run() {
        if (stopped) {
            return;
        }
        watchClock();
        try {
            cut();
            merge();
            retain();
            log.release();
            if (failing) {
                failing = false;
                counters.notice("blocks: they can be written again");
            }
        } catch (IOException failure) {
            failed(failure);
        }
        dropWhatNoBlockTakes();
    }

    private void failed(IOException failure) {
        counters.compactionsFailed.increment();
        if (!failing) {
            failing = true;
            counters.notice("blocks: expected the disk to take or delete a block, got \"" + failure.getMessage()
                    + "\"; it is tried again, and samples stay in memory for "
                    + options.head().retention().toHours() + "h until then");
        }
    }

    /// Notices that the clock was set, and lets samples in that are late only because of it.
    synchronized void watchClock() {
        if (clock.stepped()) {
            counters.clockSteps.increment();
            counters.notice("clock: it was set, or the machine slept; samples are deleted for their age again in "
                    + StorageOptions.CLOCK_GRACE.toMinutes() + " minutes");
        }
        long now = timeline.now().toEpochMilli();
        long ahead = Math.max(head.newestMillis(), head.acceptFromMillis());
        boolean isBehind = ahead > now + StorageOptions.CLOCK_TOLERANCE.toMillis();
        if (isBehind) {
            head.admitFrom(now - MARGIN_MILLIS);
            if (!behind) {
                counters.notice("clock: it is " + (ahead - now) / 1000 + " s behind the newest sample; samples are"
                        + " stored as late ones until it has caught up");
            }
        } else if (behind) {
            head.admitNothingLate();
        }
        behind = isBehind;
    }

    private void cut() throws IOException {
        long range = options.blockRange().toMillis();
        while (true) {
            var oldest = head.oldestMillis();
            if (oldest.isEmpty()) {
                return;
            }
            long reference = Math.min(timeline.now().toEpochMilli(), head.newestMillis());
            long end = (Math.floorDiv(oldest.getAsLong(), range) + 1) * range;
            if (end <= reference - range / 2) {
                cut(end);
            } else if (head.statistics().chunkBytes() > StorageOptions.HEAD_BYTES
                    && reference - oldest.getAsLong() > 2 * MARGIN_MILLIS) {
                cut(oldest.getAsLong() + (reference - oldest.getAsLong()) / 2);
            } else {
                return;
            }
        }
    }

    synchronized void cutEverything() {
        try {
            if (head.newestMillis() != Long.MIN_VALUE) {
                cut(head.newestMillis() + 1);
            }
        } catch (IOException failure) {
            failed(failure);
        }
    }

    private void cut(long endMillis) throws IOException {
        head.refuseBefore(endMillis, () -> cutSegment = log.endFile());
        blocks.write(before(endMillis), cutSegment, endMillis);
        head.release(endMillis);
        log.deleteUpTo(cutSegment, endMillis);
        counters.headCuts.increment();
        counters.compactions.increment();
    }

    /// The series of the head with their samples before a time.
    private List<BlockSeries> before(long endMillis) {
        var found = new ArrayList<BlockSeries>();
        for (var series : head.collect(Long.MIN_VALUE, endMillis - 1, List.of())) {
            var chunks = new ArrayList<Chunk>();
            for (var chunk : series.chunks()) {
                var whole = chunk.maxMillis() < endMillis ? chunk : ChunkWriter.until(chunk, endMillis).seal();
                if (whole.count() > 0) {
                    chunks.add(whole);
                }
            }
            if (!chunks.isEmpty()) {
                found.add(new BlockSeries(series.labels(), chunks));
            }
        }
        return found;
    }

    private void merge() throws IOException {
        while (true) {
            var plan = MergePlan.next(
                    blocks.infos(), options.blockRange().toMillis(), options.longestBlockMillis());
            if (plan.isEmpty()) {
                return;
            }
            blocks.merge(plan);
            counters.compactions.increment();
        }
    }

    private void retain() throws IOException {
        if (clock.steady().compareTo(StorageOptions.CLOCK_GRACE) >= 0) {
            long oldest = timeline.now().minus(options.retentionTime()).toEpochMilli();
            counters.timeRetentions.add(blocks.remove(block -> block.info().maxMillis() < oldest));
        }
        if (options.retentionBytes() > 0) {
            retainBytes();
        }
    }

    private void retainBytes() throws IOException {
        while (blocks.shelf().bytes() + log.bytes() > options.retentionBytes()) {
            var oldest = blocks.infos().stream().min(Comparator.comparingLong(BlockInfo::maxMillis));
            if (oldest.isEmpty()) {
                return;
            }
            long id = oldest.get().id();
            counters.sizeRetentions.add(blocks.remove(block -> block.info().id() == id));
        }
    }

    /// When no block can be written for long, memory is what runs out: the oldest samples go, and are counted.
    private void dropWhatNoBlockTakes() {
        if (!failing || head.newestMillis() == Long.MIN_VALUE) {
            return;
        }
        long reference = Math.min(timeline.now().toEpochMilli(), head.newestMillis());
        long before = head.statistics().samples();
        head.release(reference - options.head().retention().toMillis());
        long dropped = before - head.statistics().samples();
        if (dropped > 0) {
            counters.samplesDropped.add(dropped);
        }
    }
}

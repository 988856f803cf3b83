package dev.headroom.scrape;

import java.util.concurrent.atomic.LongAdder;

/// Counts over all scrapes since the start, for Headroom's own metrics page.
public final class ScrapeTotals {

    private final LongAdder scrapes = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder samples = new LongAdder();
    private final LongAdder duplicate = new LongAdder();
    private final LongAdder outOfOrder = new LongAdder();
    private final LongAdder tooOld = new LongAdder();
    private final LongAdder seriesLimit = new LongAdder();

    /// The counts at one moment.
    public record Snapshot(
            long scrapes, long failed, long samples, long duplicate, long outOfOrder, long tooOld, long seriesLimit) {}

    void count(PageWriter.Outcome outcome) {
        scrapes.increment();
        if (!outcome.up()) {
            failed.increment();
        }
        samples.add(outcome.samples());
        duplicate.add(outcome.refused().duplicate());
        outOfOrder.add(outcome.refused().outOfOrder());
        tooOld.add(outcome.refused().tooOld());
        seriesLimit.add(outcome.refused().seriesLimit());
    }

    public Snapshot snapshot() {
        return new Snapshot(
                scrapes.sum(), failed.sum(), samples.sum(), duplicate.sum(), outOfOrder.sum(), tooOld.sum(),
                seriesLimit.sum());
    }
}

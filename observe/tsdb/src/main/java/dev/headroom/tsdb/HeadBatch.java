package dev.headroom.tsdb;

import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A batch of samples on its way into a [Head]: checked against the newest samples the head and the batch itself
/// hold, and unknown to queries until the commit. Used by one thread.
final class HeadBatch implements SampleSink.Appender {

    /// A series of the batch: the one in the head when there is one, or the place that is reserved for a new one.
    static final class Entry {
        private final Labels labels;
        private @Nullable MemorySeries series;
        private final LogRef ownLogRef;
        private boolean reserved;
        private long lastMillis;
        private double lastValue;

        private Entry(Labels labels, @Nullable MemorySeries series, long lastMillis, double lastValue) {
            this.labels = labels;
            this.series = series;
            this.ownLogRef = series == null ? new LogRef() : series.logRef();
            this.reserved = series == null;
            this.lastMillis = lastMillis;
            this.lastValue = lastValue;
        }

        Labels labels() {
            return labels;
        }

        /// How the log calls the series.
        LogRef logRef() {
            return series == null ? ownLogRef : series.logRef();
        }

        @Nullable MemorySeries series() {
            return series;
        }

        void settle(MemorySeries found) {
            series = found;
        }

        /// Whether a place under the limit `series` was reserved and not used yet; afterwards it counts as used.
        boolean takeReservation() {
            boolean had = reserved;
            reserved = false;
            return had;
        }
    }

    /// One accepted sample.
    record Row(Entry entry, long timestampMillis, double value) {}

    private final Head head;
    private final Map<Labels, Entry> entries = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private boolean closed;

    HeadBatch(Head head) {
        this.head = head;
    }

    @Override
    public SampleSink.Append append(Labels labels, long timestampMillis, double value) {
        requireOpen();
        var verdict = accept(labels, timestampMillis, value);
        if (verdict != SampleSink.Append.STORED) {
            head.countRefused(verdict);
        }
        return verdict;
    }

    private SampleSink.Append accept(Labels labels, long timestampMillis, double value) {
        if (timestampMillis < head.acceptFromMillis()) {
            return SampleSink.Append.TOO_OLD;
        }
        var entry = entries.get(labels);
        if (entry == null) {
            return acceptFirst(labels, timestampMillis, value);
        }
        var verdict = head.allowingLate(
                MemorySeries.check(timestampMillis, value, entry.lastMillis, entry.lastValue), timestampMillis);
        if (verdict == SampleSink.Append.STORED && timestampMillis != entry.lastMillis) {
            addRow(entry, timestampMillis, value);
        }
        return verdict;
    }

    private SampleSink.Append acceptFirst(Labels labels, long timestampMillis, double value) {
        var series = head.find(labels);
        if (series != null) {
            var verdict = head.allowingLate(series.check(timestampMillis, value), timestampMillis);
            if (verdict != SampleSink.Append.STORED) {
                return verdict;
            }
        } else if (!head.reserveSeries()) {
            return SampleSink.Append.SERIES_LIMIT;
        }
        var entry = series == null || timestampMillis >= series.lastMillis()
                ? new Entry(labels, series, timestampMillis, value)
                : new Entry(labels, series, series.lastMillis(), series.lastValue());
        entries.put(labels, entry);
        addRow(entry, timestampMillis, value);
        return SampleSink.Append.STORED;
    }

    private void addRow(Entry entry, long timestampMillis, double value) {
        if (timestampMillis >= entry.lastMillis) {
            entry.lastMillis = timestampMillis;
            entry.lastValue = value;
        }
        rows.add(new Row(entry, timestampMillis, value));
    }

    /// Makes the batch visible. A sample that was accepted and has been overtaken since, by another batch or by
    /// retention, is dropped here and counted as refused.
    @Override
    public void commit() {
        requireOpen();
        closed = true;
        try {
            head.store(rows);
        } finally {
            releaseReservations();
        }
    }

    @Override
    public void rollback() {
        requireOpen();
        closed = true;
        releaseReservations();
    }

    private void releaseReservations() {
        for (var entry : entries.values()) {
            if (entry.takeReservation()) {
                head.releaseSeries();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the batch was already committed or rolled back");
        }
    }
}

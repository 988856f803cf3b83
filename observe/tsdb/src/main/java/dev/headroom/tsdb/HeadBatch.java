package dev.headroom.tsdb;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;
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
        private @Nullable FloatHistogram lastHistogram;

        private Entry(Labels labels, @Nullable MemorySeries series) {
            this.labels = labels;
            this.series = series;
            this.ownLogRef = series == null ? new LogRef() : series.logRef();
            this.reserved = series == null;
            this.lastMillis = series == null ? Long.MIN_VALUE : series.lastMillis();
            if (series != null) {
                this.lastValue = series.lastValue();
                this.lastHistogram = series.lastHistogram();
            }
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
    ///
    /// @param histogram null for a number, else `value` says nothing
    record Row(Entry entry, long timestampMillis, double value, @Nullable FloatHistogram histogram) {}

    /// One observation on its way to [Exemplars].
    record Pointed(Labels series, Exemplar exemplar) {}

    private final Head head;
    private final Map<Labels, Entry> entries = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Pointed> exemplars = new ArrayList<>();
    private boolean closed;

    HeadBatch(Head head) {
        this.head = head;
    }

    @Override
    public SampleSink.Append append(Labels labels, long timestampMillis, double value) {
        return append(labels, timestampMillis, value, null);
    }

    @Override
    public SampleSink.Append append(Labels labels, long timestampMillis, FloatHistogram histogram) {
        var compact = histogram.compact();
        return append(labels, timestampMillis, Double.NaN, compact.counterReset() == CounterReset.NOT_RESET
                ? compact.withCounterReset(CounterReset.UNKNOWN)
                : compact);
    }

    private SampleSink.Append append(
            Labels labels, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        requireOpen();
        var verdict = accept(labels, timestampMillis, value, histogram);
        if (verdict != SampleSink.Append.STORED) {
            head.countRefused(verdict);
        }
        return verdict;
    }

    @Override
    public void exemplar(Labels series, Exemplar exemplar) {
        requireOpen();
        exemplars.add(new Pointed(series, exemplar));
    }

    private SampleSink.Append accept(
            Labels labels, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        if (timestampMillis < head.acceptFromMillis()) {
            return SampleSink.Append.TOO_OLD;
        }
        var known = entries.get(labels);
        var entry = known == null ? new Entry(labels, head.find(labels)) : known;
        var verdict = head.allowingLate(check(entry, timestampMillis, value, histogram), timestampMillis);
        if (verdict != SampleSink.Append.STORED) {
            return verdict;
        }
        if (known == null) {
            if (entry.series == null && !head.reserveSeries()) {
                return SampleSink.Append.SERIES_LIMIT;
            }
            entries.put(labels, entry);
        }
        if (known == null || timestampMillis != entry.lastMillis) {
            addRow(entry, timestampMillis, value, histogram);
        }
        return verdict;
    }

    private static SampleSink.Append check(
            Entry entry, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        return timestampMillis == entry.lastMillis
                        && !MemorySeries.isSame(value, histogram, entry.lastValue, entry.lastHistogram)
                ? SampleSink.Append.DUPLICATE_TIMESTAMP
                : MemorySeries.checkTime(timestampMillis, entry.lastMillis);
    }

    private void addRow(Entry entry, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        if (timestampMillis >= entry.lastMillis) {
            entry.lastMillis = timestampMillis;
            entry.lastValue = value;
            entry.lastHistogram = histogram;
        }
        rows.add(new Row(entry, timestampMillis, value, histogram));
    }

    /// Makes the batch visible. A sample that was accepted and has been overtaken since, by another batch or by
    /// retention, is dropped here and counted as refused.
    @Override
    public void commit() {
        requireOpen();
        closed = true;
        try {
            head.store(rows, exemplars);
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

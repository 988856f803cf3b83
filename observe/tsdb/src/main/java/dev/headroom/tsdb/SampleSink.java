package dev.headroom.tsdb;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.tsdb.Exemplars.Exemplar;

/// Something that takes samples, a batch at a time.
public interface SampleSink {

    /// Starts a batch. A batch is used by one thread; several batches may be open at once.
    Appender appender();

    /// A batch of samples that becomes visible as a whole.
    interface Appender {

        /// Adds a number to the batch.
        Append append(Labels labels, long timestampMillis, double value);

        /// Adds a native histogram to the batch. That it says a counter was not reset is not believed; buckets that
        /// count nothing are not stored.
        Append append(Labels labels, long timestampMillis, FloatHistogram histogram);

        /// Adds an observation that a sample of the series points at.
        void exemplar(Labels series, Exemplar exemplar);

        /// Makes the batch visible to queries.
        void commit();

        /// Forgets the batch.
        void rollback();
    }

    /// What became of a sample. Anything but `STORED` is counted by whoever appends and loses only that sample.
    enum Append {
        STORED,
        /// Older than the newest sample of its series.
        OUT_OF_ORDER,
        /// Same timestamp as the newest sample, other value.
        DUPLICATE_TIMESTAMP,
        /// Older than the storage keeps.
        TOO_OLD,
        /// The storage holds as many series as it may (limit `series`).
        SERIES_LIMIT
    }
}

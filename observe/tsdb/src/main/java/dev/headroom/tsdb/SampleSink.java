package dev.headroom.tsdb;

import dev.headroom.model.Labels;

/// Something that takes samples, a batch at a time.
public interface SampleSink {

    /// Starts a batch. A batch is used by one thread; several batches may be open at once.
    Appender appender();

    /// A batch of samples that becomes visible as a whole.
    interface Appender {

        /// Adds a sample to the batch.
        Append append(Labels labels, long timestampMillis, double value);

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

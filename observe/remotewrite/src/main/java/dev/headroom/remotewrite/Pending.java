package dev.headroom.remotewrite;

import dev.headroom.model.FloatHistogram;
import dev.headroom.tsdb.LogPosition;

/// Something of a series that has yet to be confirmed by a receiver.
sealed interface Pending {

    RemoteSeries series();

    /// The batch of the log that it came with.
    LogPosition batch();

    /// Its place in that batch.
    int index();

    long timestampMillis();

    /// Where reading goes on when this was not confirmed.
    default LogPosition place() {
        return new LogPosition(batch().segment(), batch().offset(), index());
    }

    /// A number; a stale marker, too.
    record Value(RemoteSeries series, LogPosition batch, int index, long timestampMillis, double value)
            implements Pending {}

    /// A native histogram.
    record Histogram(
            RemoteSeries series, LogPosition batch, int index, long timestampMillis, FloatHistogram histogram)
            implements Pending {}

    /// An exemplar, which is in memory only: its place is where the log was read to when it came.
    ///
    /// @param labels its own, as fields of the message
    @SuppressWarnings("ArrayRecordComponent") // never changed, never compared
    record Exemplar(
            RemoteSeries series, LogPosition batch, byte[] labels, long timestampMillis, double value)
            implements Pending {

        @Override
        public int index() {
            return 0;
        }
    }
}

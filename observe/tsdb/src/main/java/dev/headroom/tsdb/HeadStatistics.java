package dev.headroom.tsdb;

import dev.headroom.tsdb.SampleSink.Append;
import java.util.Map;

/// What a [Head] holds and what has happened to it since it was made.
///
/// @param series series held
/// @param chunks chunks held, the ones being filled included
/// @param samples samples held
/// @param chunkBytes bytes of the compressed samples, labels and index not included
/// @param keptFromMillis samples before this are forgotten and refused; [Head#EVERYTHING_KEPT] before the first time
/// @param appended samples that became visible
/// @param appendedLate of these, how many were older than the newest of their series
/// @param seriesCreated series that were started
/// @param seriesRemoved series whose last sample was forgotten
/// @param refused samples that were refused, by reason; every reason but `STORED` is there
public record HeadStatistics(
        int series,
        long chunks,
        long samples,
        long chunkBytes,
        long keptFromMillis,
        long appended,
        long appendedLate,
        long seriesCreated,
        long seriesRemoved,
        Map<Append, Long> refused) {

    public HeadStatistics {
        refused = Map.copyOf(refused);
    }
}

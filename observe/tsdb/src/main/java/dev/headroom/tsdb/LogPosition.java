package dev.headroom.tsdb;

import java.util.Comparator;

/// A place in the log of a [Storage], between two samples.
///
/// @param segment the number of a file
/// @param offset where a batch begins in it, in bytes; 0 for the first
/// @param index how many samples of that batch are before this place
public record LogPosition(long segment, long offset, int index) implements Comparable<LogPosition> {

    private static final Comparator<LogPosition> ORDER = Comparator.comparingLong(LogPosition::segment)
            .thenComparingLong(LogPosition::offset)
            .thenComparingInt(LogPosition::index);

    @Override
    public int compareTo(LogPosition other) {
        return ORDER.compare(this, other);
    }
}

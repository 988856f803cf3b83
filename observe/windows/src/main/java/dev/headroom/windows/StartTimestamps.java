package dev.headroom.windows;

/// What the times at which counters began say about two samples that follow each other. All times are milliseconds
/// since the epoch; a start timestamp of 0 is unknown.
final class StartTimestamps {

    private StartTimestamps() {}

    /// Whether the counter was reset between two samples.
    static boolean isReset(long startBefore, long before, long start, long now) {
        if (start == 0 || start >= now || start < before) {
            // Unknown, impossible, or the counter of the sample before.
            return false;
        }
        if (start > before) {
            return true;
        }
        // It began at the sample before: a delta, unless that sample does not know its start either.
        return startBefore <= before && startBefore != 0 && startBefore != before;
    }

    /// Whether a counter claims to have begun before a sample of another counter of the same series.
    static boolean overlaps(long startBefore, long before, long start) {
        return start != 0 && start < before && start != startBefore;
    }
}

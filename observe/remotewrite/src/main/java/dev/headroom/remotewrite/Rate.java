package dev.headroom.remotewrite;

/// How many of something happen a second: an average in which the newest interval counts a fifth.
final class Rate {

    private static final double WEIGHT = 0.2;

    private double events;
    private double average;
    private boolean begun;

    void add(double more) {
        events += more;
    }

    /// Ends an interval of so many seconds.
    void tick(double seconds) {
        double newest = events / seconds;
        events = 0;
        if (begun) {
            average += WEIGHT * (newest - average);
        } else if (newest > 0) {
            begun = true;
            average = newest;
        }
    }

    double perSecond() {
        return average;
    }
}

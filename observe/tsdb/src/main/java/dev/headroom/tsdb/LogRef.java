package dev.headroom.tsdb;

/// How a segment of the log calls a series. Each segment announces every series that it mentions, so that it can be
/// read without the others.
final class LogRef {

    private long segment = -1;
    private int number;

    boolean isIn(long wanted) {
        return segment == wanted;
    }

    int number() {
        return number;
    }

    void set(long announcedIn, int as) {
        segment = announcedIn;
        number = as;
    }
}

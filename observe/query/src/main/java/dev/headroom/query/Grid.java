package dev.headroom.query;

/// The times at which an expression is evaluated: from `startMillis` on, one each `stepMillis`, not beyond `endMillis`;
/// none when the end lies before the start.
record Grid(long startMillis, long endMillis, long stepMillis) {

    static Grid at(long millis) {
        return new Grid(millis, millis, 1);
    }

    /// How many times there are; whoever makes a grid of a user's numbers checks first that they are not too many.
    int count() {
        return Math.toIntExact(points());
    }

    long points() {
        return endMillis < startMillis ? 0 : (endMillis - startMillis) / stepMillis + 1;
    }

    long time(int step) {
        return startMillis + step * stepMillis;
    }

    long lastMillis() {
        return time(count() - 1);
    }

    /// Whether this is the evaluation at one instant, whose result may be in an order of its own.
    boolean isInstant() {
        return startMillis == endMillis;
    }

    /// Only the first time.
    Grid first() {
        return new Grid(startMillis, startMillis, stepMillis);
    }
}

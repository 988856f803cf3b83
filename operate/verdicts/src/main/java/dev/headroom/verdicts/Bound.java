package dev.headroom.verdicts;

/// What a measured number is held against: `at most 350 ms`, `at least 95 % of requests within 350 ms`.
///
/// @param of what the number counts, where its unit does not say it; may be empty
public record Bound(Side side, Figure limit, String of) {

    /// On which side of the limit the number must lie; the limit itself is good.
    public enum Side {
        AT_LEAST("at least "),
        AT_MOST("at most "),
        NONE("none ");

        private final String words;

        Side(String words) {
            this.words = words;
        }
    }

    static Bound atMost(Figure limit) {
        return new Bound(Side.AT_MOST, limit, "");
    }

    static Bound atLeast(Figure limit) {
        return new Bound(Side.AT_LEAST, limit, "");
    }

    /// None at all.
    static Bound none(Figure.Unit unit) {
        return new Bound(Side.NONE, Figure.of(0, unit), "");
    }

    Bound of(String what) {
        return new Bound(side, limit, what);
    }

    boolean holds(Figure measured) {
        if (measured.unit() != limit.unit()) {
            throw new IllegalArgumentException(measured.unit() + " cannot be held against " + limit.unit());
        }
        return side == Side.AT_LEAST ? measured.value() >= limit.value() : measured.value() <= limit.value();
    }

    public String text() {
        return (side.words + (side == Side.NONE ? "" : limit.text() + " ") + of).strip();
    }
}

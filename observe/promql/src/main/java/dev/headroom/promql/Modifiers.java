package dev.headroom.promql;

/// What may follow a selector or a subquery: `offset`, `@`, and the experimental `anchored` and `smoothed`.
public record Modifiers(DurationExpr offset, At at, Extension extension) {

    private static final Modifiers NONE =
            new Modifiers(new DurationExpr.Literal(new TextRange(0, 0), 0, true), new At.Now(), Extension.NONE);

    /// How samples outside the range of a selector take part.
    public enum Extension {
        NONE,
        /// The sample before the range counts as its first.
        ANCHORED,
        /// Values at the ends of the range are interpolated.
        SMOOTHED
    }

    /// The time that a selector reads at, before its offset is taken off.
    public sealed interface At {

        /// No `@`: the time of evaluation.
        record Now() implements At {}

        record Timestamp(long millis) implements At {}

        /// `@ start()`: the start of the query.
        record Start() implements At {}

        /// `@ end()`: the end of the query.
        record End() implements At {}
    }

    public static Modifiers none() {
        return NONE;
    }

    /// The offset in milliseconds, positive into the past.
    ///
    /// @throws IllegalStateException when the offset is arithmetic that [Durations#resolve] has not replaced yet
    public long offsetMillis() {
        return Durations.millis(offset);
    }

    boolean hasOffset() {
        return !(offset instanceof DurationExpr.Literal literal) || literal.seconds() != 0;
    }

    Modifiers withOffset(DurationExpr duration) {
        return new Modifiers(duration, at, extension);
    }

    Modifiers withAt(At time) {
        return new Modifiers(offset, time, extension);
    }

    Modifiers withExtension(Extension wanted) {
        return new Modifiers(offset, at, wanted);
    }
}

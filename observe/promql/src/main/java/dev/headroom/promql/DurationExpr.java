package dev.headroom.promql;

/// A duration inside brackets or after `offset`: a literal, or arithmetic over literals, the step and the range of the
/// query. Values are seconds.
public sealed interface DurationExpr {

    TextRange text();

    /// A duration that is known: `5m`, or `300` as a number of seconds.
    ///
    /// @param duration whether it was written as a duration, which only printing cares about
    record Literal(TextRange text, double seconds, boolean duration) implements DurationExpr {

        /// The most negative duration of Prometheus, in seconds; NaN means it, too.
        static final double MOST_NEGATIVE = Long.MIN_VALUE / 1e9;

        public Literal {
            seconds = Double.isNaN(seconds) ? MOST_NEGATIVE : seconds;
        }

        /// Whole milliseconds; what is smaller is cut off, but for rounding errors.
        public long millis() {
            return Math.round(seconds * 1e9) / 1_000_000;
        }
    }

    /// `step()`: the step of the query, 0 for an instant query.
    record Step(TextRange text) implements DurationExpr {}

    /// `range()`: the time between the start and the end of the query.
    record Range(TextRange text) implements DurationExpr {}

    record Unary(TextRange text, boolean negative, DurationExpr operand) implements DurationExpr {}

    /// `op` is one of `ADD`, `SUB`, `MUL`, `DIV`, `MOD` and `POW`.
    record Binary(TextRange text, BinaryOp op, DurationExpr left, DurationExpr right) implements DurationExpr {}

    /// `min_of(left, right)`
    record MinOf(TextRange text, DurationExpr left, DurationExpr right) implements DurationExpr {}

    /// `max_of(left, right)`
    record MaxOf(TextRange text, DurationExpr left, DurationExpr right) implements DurationExpr {}

    record Paren(TextRange text, DurationExpr inner) implements DurationExpr {}
}

package dev.headroom.promql;

/// A duration inside brackets or after `offset`: a literal, or arithmetic over literals, the step and the range of the
/// query. Values are seconds.
public sealed interface DurationExpr {

    TextRange text();

    /// A duration that is known: `5m`, or `300` as a number of seconds.
    record Literal(TextRange text, double seconds) implements DurationExpr {

        /// Milliseconds, rounded to the nearest as Prometheus does.
        public long millis() {
            return Math.round(seconds * 1000);
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

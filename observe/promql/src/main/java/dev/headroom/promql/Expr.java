package dev.headroom.promql;

import dev.headroom.model.Matcher;
import java.util.List;
import java.util.Optional;

/// A PromQL expression as a typed tree. Every tree that [Parser] gives has passed Prometheus' type check.
public sealed interface Expr {

    /// Where the expression stands in the query.
    TextRange text();

    ValueType type();

    /// A number, or a duration in the place of a number (`5m` is 300).
    ///
    /// @param duration whether it was written as a duration, which only printing cares about
    record NumberLiteral(TextRange text, double value, boolean duration) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    record StringLiteral(TextRange text, String value) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// An instant vector selector.
    ///
    /// @param name the metric name in front of the braces, empty when it stands inside of them or is absent
    /// @param matchers all conditions, the one on `__name__` included
    record VectorSelector(TextRange text, String name, List<Matcher> matchers, Modifiers modifiers) implements Expr {
        public VectorSelector {
            matchers = List.copyOf(matchers);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// A range vector selector; offset, `@` and extension are those of `selector`.
    record MatrixSelector(TextRange text, VectorSelector selector, DurationExpr range) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }

        /// The length of the window.
        ///
        /// @throws IllegalStateException when the range is arithmetic that [Durations#resolve] has not replaced yet
        public long rangeMillis() {
            return Durations.millis(range);
        }
    }

    /// An instant expression evaluated at many times: `expr[range:step]`.
    ///
    /// @param step empty when the default step holds
    record Subquery(TextRange text, Expr expr, DurationExpr range, Optional<DurationExpr> step, Modifiers modifiers)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }

        /// The length of the window.
        ///
        /// @throws IllegalStateException when the range is arithmetic that [Durations#resolve] has not replaced yet
        public long rangeMillis() {
            return Durations.millis(range);
        }

        /// The step, or 0 when the default step holds.
        ///
        /// @throws IllegalStateException when the step is arithmetic that [Durations#resolve] has not replaced yet
        public long stepMillis() {
            return step.map(Durations::millis).orElse(0L);
        }
    }

    /// A sign in front of a scalar or instant vector.
    record Unary(TextRange text, boolean negative, Expr operand) implements Expr {
        @Override
        public ValueType type() {
            return operand.type();
        }
    }

    /// A binary operation over scalars and instant vectors.
    ///
    /// @param returnBool whether a comparison gives 0 or 1 instead of filtering
    /// @param matching present exactly when both sides are instant vectors
    record Binary(
            TextRange text,
            BinaryOp op,
            Expr left,
            Expr right,
            boolean returnBool,
            Optional<VectorMatching> matching)
            implements Expr {
        @Override
        public ValueType type() {
            return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
                    ? ValueType.SCALAR
                    : ValueType.VECTOR;
        }
    }

    /// An aggregation over an instant vector.
    ///
    /// @param parameter present exactly when the operator has one
    /// @param without whether `grouping` are the labels to drop; false for `by` and for neither
    record Aggregate(
            TextRange text,
            AggregateOp op,
            Expr expr,
            Optional<Expr> parameter,
            List<String> grouping,
            boolean without)
            implements Expr {
        public Aggregate {
            grouping = List.copyOf(grouping);
        }

        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// A function call.
    record Call(TextRange text, Functions.Signature function, List<Expr> args) implements Expr {
        public Call {
            args = List.copyOf(args);
        }

        @Override
        public ValueType type() {
            return function.result();
        }
    }

    record Paren(TextRange text, Expr inner) implements Expr {
        @Override
        public ValueType type() {
            return inner.type();
        }
    }
}

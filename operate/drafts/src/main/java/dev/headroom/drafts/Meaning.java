package dev.headroom.drafts;

import dev.headroom.model.Matcher;
import dev.headroom.promql.AggregateOp;
import dev.headroom.promql.BinaryOp;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Selectors;
import dev.headroom.promql.ValueType;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What kind of number a query gives, as far as its form and names tell.
///
/// @param metric the series that it comes from; empty for several or none
/// @param scaled whether it is multiplied or divided by a number, so that its unit is another
public record Meaning(Kind kind, String metric, boolean scaled) {

    public enum Kind {
        /// A quantile, such as p95.
        QUANTILE,
        /// A mean over pods or observations.
        AVERAGE,
        /// One thing divided by another.
        RATIO,
        /// Something per second, over all pods.
        RATE_TOTAL,
        /// A sum or count over all pods.
        TOTAL,
        OTHER;

        /// Whether it is the same for one pod as for all together, so that it must not be divided by their number.
        public boolean isIntensive() {
            return this == QUANTILE || this == AVERAGE || this == RATIO;
        }

        /// `a quantile`
        public String words() {
            return switch (this) {
                case QUANTILE -> "a quantile";
                case AVERAGE -> "an average";
                case RATIO -> "a ratio";
                case RATE_TOTAL -> "a rate over all pods";
                case TOTAL -> "a total over all pods";
                case OTHER -> "a number";
            };
        }
    }

    private static final Pattern QUANTILE_NAME =
            Pattern.compile("(?i)(^|[_:.-])(p(50|75|9\\d{1,2})|quantile|percentile|median)([_:.-]|$)");
    private static final Pattern RATIO_NAME = Pattern.compile("(?i)([_:]ratio|_percent(age)?|_utili[sz]ation)([_:]|$)");
    private static final Set<String> TRANSPARENT = Set.of(
            "clamp", "clamp_min", "clamp_max", "round", "ceil", "floor", "abs", "avg_over_time", "max_over_time",
            "min_over_time", "last_over_time", "quantile_over_time", "label_replace", "label_join", "sort", "sort_desc",
            "vector", "scalar");
    private static final Set<String> PER_SECOND = Set.of("rate", "irate", "increase", "delta", "deriv", "idelta");

    public static Meaning of(Expr expr) {
        return switch (expr) {
            case Expr.Paren paren -> of(paren.inner());
            case Expr.Unary unary -> of(unary.operand());
            case Expr.Subquery subquery -> of(subquery.expr());
            case Expr.MatrixSelector matrix -> of(matrix.selector());
            case Expr.VectorSelector selector -> ofSelector(selector);
            case Expr.Call call -> ofCall(call);
            case Expr.Aggregate aggregate -> ofAggregate(aggregate);
            case Expr.Binary binary -> ofBinary(binary);
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> new Meaning(Kind.OTHER, "", false);
        };
    }

    /// What a name alone tells.
    public static Kind ofName(String name) {
        return QUANTILE_NAME.matcher(name).find()
                ? Kind.QUANTILE
                : RATIO_NAME.matcher(name).find() ? Kind.RATIO : Kind.OTHER;
    }

    private static Meaning ofSelector(Expr.VectorSelector selector) {
        var name = name(selector);
        boolean summary = selector.matchers().stream().anyMatch(matcher -> matcher.name().equals("quantile"));
        return new Meaning(summary ? Kind.QUANTILE : ofName(name), name, false);
    }

    /// The name of the series that a selector reads; empty when it is not one.
    public static String name(Expr.VectorSelector selector) {
        return selector.matchers().stream()
                .filter(matcher -> matcher.name().equals("__name__") && matcher.type() == Matcher.Type.EQUAL)
                .map(Matcher::value)
                .findFirst()
                .orElse("");
    }

    private static Meaning ofCall(Expr.Call call) {
        var function = call.function().name();
        if (function.equals("histogram_quantile")) {
            return new Meaning(Kind.QUANTILE, onlyMetric(call), false);
        }
        if (function.equals("histogram_avg")) {
            return new Meaning(Kind.AVERAGE, onlyMetric(call), false);
        }
        if (PER_SECOND.contains(function)) {
            return new Meaning(Kind.OTHER, onlyMetric(call), false);
        }
        var inner = call.args().stream().filter(arg -> arg.type() != ValueType.STRING && !isNumber(arg)).findFirst();
        return TRANSPARENT.contains(function) && inner.isPresent()
                ? of(inner.get())
                : new Meaning(Kind.OTHER, onlyMetric(call), false);
    }

    private static Meaning ofAggregate(Expr.Aggregate aggregate) {
        var inner = of(aggregate.expr());
        return switch (aggregate.op()) {
            case AVG -> new Meaning(inner.kind() == Kind.OTHER ? Kind.AVERAGE : inner.kind(), inner.metric(),
                    inner.scaled());
            case QUANTILE -> new Meaning(Kind.QUANTILE, inner.metric(), inner.scaled());
            case MIN, MAX, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO, GROUP, STDDEV, STDVAR -> inner;
            case SUM -> inner.kind().isIntensive()
                    ? inner
                    : new Meaning(isPerSecond(aggregate.expr()) ? Kind.RATE_TOTAL : Kind.TOTAL, inner.metric(),
                            inner.scaled());
            case COUNT, COUNT_VALUES -> new Meaning(Kind.TOTAL, inner.metric(), true);
        };
    }

    private static Meaning ofBinary(Expr.Binary binary) {
        if (binary.op().isSet() || binary.op().isComparison()) {
            return of(isNumber(binary.left()) ? binary.right() : binary.left());
        }
        if (isNumber(binary.right()) || isNumber(binary.left())) {
            var inner = of(isNumber(binary.left()) ? binary.right() : binary.left());
            return new Meaning(inner.kind(), inner.metric(), true);
        }
        var metric = onlyMetric(binary);
        return new Meaning(binary.op() == BinaryOp.DIV ? Kind.RATIO : Kind.OTHER, metric, false);
    }

    private static boolean isPerSecond(Expr expr) {
        return (expr instanceof Expr.Call call && PER_SECOND.contains(call.function().name()))
                || (expr instanceof Expr.Paren paren && isPerSecond(paren.inner()))
                || (expr instanceof Expr.Aggregate aggregate
                        && aggregate.op() == AggregateOp.SUM
                        && isPerSecond(aggregate.expr()));
    }

    static boolean isNumber(Expr expr) {
        return expr instanceof Expr.NumberLiteral
                || (expr instanceof Expr.Paren paren && isNumber(paren.inner()))
                || (expr instanceof Expr.Unary unary && isNumber(unary.operand()));
    }

    private static String onlyMetric(Expr expr) {
        var names = Selectors.expressions(expr)
                .filter(Expr.VectorSelector.class::isInstance)
                .map(selector -> name((Expr.VectorSelector) selector))
                .distinct()
                .toList();
        return names.size() == 1 ? names.getFirst() : "";
    }

    /// The number that an expression is, when it is written as one.
    public static Optional<Double> number(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral(_, var value, _) -> Optional.of(value);
            case Expr.Paren paren -> number(paren.inner());
            case Expr.Unary unary -> number(unary.operand()).map(value -> unary.negative() ? -value : value);
            case Expr.VectorSelector _,
                    Expr.MatrixSelector _,
                    Expr.Subquery _,
                    Expr.Binary _,
                    Expr.Aggregate _,
                    Expr.Call _,
                    Expr.StringLiteral _ -> Optional.empty();
        };
    }
}

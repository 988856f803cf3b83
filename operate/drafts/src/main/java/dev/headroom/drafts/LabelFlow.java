package dev.headroom.drafts;

import dev.headroom.promql.AggregateOp;
import dev.headroom.promql.BinaryOp;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Selectors;
import dev.headroom.promql.ValueType;
import dev.headroom.promql.VectorMatching.Cardinality;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which labels the elements of an expression can have.
///
/// @param open whether they can have any label but `names`; otherwise they can have `names` only
public record LabelFlow(boolean open, Set<String> names) {

    private static final LabelFlow ANY = new LabelFlow(true, Set.of());
    private static final LabelFlow NONE = new LabelFlow(false, Set.of());

    public LabelFlow {
        names = Set.copyOf(names);
    }

    public boolean mayHave(String label) {
        return open != names.contains(label);
    }

    /// Whether there is at most one element: no label is left to tell two apart.
    public boolean isSingle() {
        return !open && names.isEmpty();
    }

    public static LabelFlow of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> NONE;
            case Expr.VectorSelector _, Expr.MatrixSelector _ -> ANY;
            case Expr.Subquery subquery -> of(subquery.expr());
            case Expr.Unary unary -> of(unary.operand());
            case Expr.Paren paren -> of(paren.inner());
            case Expr.Aggregate aggregate -> of(aggregate);
            case Expr.Call call -> of(call);
            case Expr.Binary binary -> of(binary);
        };
    }

    /// The first aggregation from the inside that takes a label away.
    public static Optional<Expr.Aggregate> removal(Expr expr, String label) {
        return Selectors.expressions(expr)
                .filter(Expr.Aggregate.class::isInstance)
                .map(Expr.Aggregate.class::cast)
                .filter(aggregate -> of(aggregate.expr()).mayHave(label) && !of((Expr) aggregate).mayHave(label))
                .reduce((_, inner) -> inner);
    }

    private static LabelFlow of(Expr.Aggregate aggregate) {
        var inner = of(aggregate.expr());
        return switch (aggregate.op()) {
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> inner;
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, QUANTILE, COUNT_VALUES -> {
                var kept = aggregate.without()
                        ? inner.without(aggregate.grouping())
                        : inner.only(aggregate.grouping());
                yield aggregate.op() == AggregateOp.COUNT_VALUES
                                && aggregate.parameter().orElse(null) instanceof Expr.StringLiteral(_, var label)
                        ? kept.with(List.of(label))
                        : kept;
            }
        };
    }

    private static LabelFlow of(Expr.Call call) {
        var vector = call.args().stream()
                .filter(arg -> arg.type() == ValueType.VECTOR || arg.type() == ValueType.MATRIX)
                .findFirst();
        if (vector.isEmpty()) {
            return NONE;
        }
        var inner = of(vector.get());
        return switch (call.function().name()) {
            case "scalar" -> NONE;
            case "histogram_quantile" -> inner.without(List.of("le"));
            case "label_replace", "label_join" ->
                call.args().size() > 1 && call.args().get(1) instanceof Expr.StringLiteral(_, var label)
                        ? inner.with(List.of(label))
                        : ANY;
            case "info", "absent", "absent_over_time" -> ANY;
            default -> inner;
        };
    }

    private static LabelFlow of(Expr.Binary binary) {
        var left = of(binary.left());
        var right = of(binary.right());
        if (binary.matching().isEmpty()) {
            return binary.left().type() == ValueType.SCALAR ? right : left;
        }
        if (binary.op().isSet()) {
            return binary.op() == BinaryOp.OR ? left.or(right) : left;
        }
        var matching = binary.matching().get();
        if (matching.cardinality() == Cardinality.MANY_TO_ONE) {
            return left.with(matching.include());
        }
        if (matching.cardinality() == Cardinality.ONE_TO_MANY) {
            return right.with(matching.include());
        }
        return matching.on() ? left.only(matching.labels()) : left.without(matching.labels());
    }

    private LabelFlow only(List<String> labels) {
        return new LabelFlow(
                false, labels.stream().filter(this::mayHave).collect(java.util.stream.Collectors.toSet()));
    }

    private LabelFlow without(List<String> labels) {
        var changed = new HashSet<>(names);
        if (open) {
            changed.addAll(labels);
        } else {
            labels.forEach(changed::remove);
        }
        return new LabelFlow(open, changed);
    }

    private LabelFlow with(List<String> labels) {
        var changed = new HashSet<>(names);
        if (open) {
            labels.forEach(changed::remove);
        } else {
            changed.addAll(labels);
        }
        return new LabelFlow(open, changed);
    }

    private LabelFlow or(LabelFlow other) {
        if (!open && !other.open) {
            var all = new HashSet<>(names);
            all.addAll(other.names);
            return new LabelFlow(false, all);
        }
        var missing = Stream.concat(names.stream(), other.names.stream())
                .filter(label -> !mayHave(label) && !other.mayHave(label))
                .collect(java.util.stream.Collectors.toSet());
        return new LabelFlow(true, missing);
    }
}

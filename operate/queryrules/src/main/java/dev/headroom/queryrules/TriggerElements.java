package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.LabelFlow;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Query;
import dev.headroom.promql.AggregateOp;
import dev.headroom.promql.Expr;
import dev.headroom.promql.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Triggers whose answer is not one element of a vector.
final class TriggerElements implements QueryRule {

    @Override
    public String id() {
        return "trigger-elements";
    }

    @Override
    public String title() {
        return "The query of a trigger gives several elements, or no vector";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        if (!(query.origin() instanceof Origin.OfTrigger)) {
            return Stream.empty();
        }
        if (expr.type() != ValueType.VECTOR) {
            return Stream.of(notAVector(query, expr));
        }
        var labels = LabelFlow.of(expr);
        if (labels.isSingle() || isOne(expr) || (labels.open() && !hasPerSeriesRate(expr))) {
            return Stream.empty();
        }
        return Stream.of(warning(
                query.place(expr),
                query.what() + ": expected one element, got one for each "
                        + (labels.open() ? "series" : String.join(", ", labels.names().stream().sorted().toList()))
                        + ": with more than one KEDA answers \"returned multiple elements\" and the autoscaler stands"
                        + " still; aggregate with sum(...), max(...) or avg(...)"));
    }

    private Finding notAVector(Query query, Expr expr) {
        boolean scalar = expr.type() == ValueType.SCALAR;
        var wrapped = scalar
                ? query.insert(expr.text().start(), "vector(")
                        .flatMap(open -> query.replace(
                                        new dev.headroom.promql.TextRange(expr.text().end() - 1, expr.text().end()),
                                        query.expression().substring(expr.text().end() - 1, expr.text().end()) + ")")
                                .map(close -> new Fix("wrap it in vector()", List.of(open, close))))
                : Optional.<Fix>empty();
        return error(
                        query.place(expr),
                        query.what() + ": expected an instant vector, got a " + expr.type().name()
                                .toLowerCase(java.util.Locale.ROOT)
                                + ": KEDA cannot read it; "
                                + (scalar ? "wrap it in vector(...)" : "aggregate it to one number"))
                .with(wrapped);
    }

    private static boolean isOne(Expr expr) {
        return Calls.unwrapped(expr) instanceof Expr.Aggregate aggregate
                && (aggregate.op() == AggregateOp.TOPK || aggregate.op() == AggregateOp.BOTTOMK)
                && aggregate.grouping().isEmpty()
                && aggregate.parameter().flatMap(Meaning::number).filter(count -> count == 1).isPresent();
    }

    /// A selector by itself may well be one series; the rate of a counter hardly ever is.
    private static boolean hasPerSeriesRate(Expr expr) {
        return Calls.unwrapped(expr) instanceof Expr.Call call
                && Calls.NEED_TWO_SAMPLES.contains(call.function().name());
    }
}

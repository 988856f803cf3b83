package dev.headroom.query;

import dev.headroom.model.LabelsHash;
import dev.headroom.promql.AggregateOp;
import dev.headroom.promql.Expr;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Evaluates the aggregations that choose elements of each group and keep their labels: `topk`, `bottomk`, `limitk` and
/// `limit_ratio`.
final class Selection {

    private final Evaluation evaluation;
    private final Expr.Aggregate aggregate;
    private final double[] parameters;

    Selection(Evaluation evaluation, Expr.Aggregate aggregate, double[] parameters) {
        this.evaluation = evaluation;
        this.aggregate = aggregate;
        this.parameters = parameters;
    }

    /// @param all how many series there are in all groups
    List<Series> of(int all, Collection<List<Series>> groups) {
        var range = new ParameterRange(parameters);
        var annotations = evaluation.run().annotations();
        boolean nothing = aggregate.op() == AggregateOp.LIMIT_RATIO
                ? range.isAlwaysZero(annotations, aggregate.parameter().orElseThrow().text())
                : range.isNeverPositive();
        if (nothing) {
            return List.of();
        }
        var results = new ArrayList<Series>();
        for (var members : groups) {
            results.addAll(chosen(members, all));
        }
        return results;
    }

    /// The elements of a group that are chosen; at a single step in the order of the choice.
    private List<Series> chosen(List<Series> members, int all) {
        int steps = evaluation.grid().count();
        var builders = new IdentityHashMap<Series, ColumnBuilder>();
        var order = new ArrayList<Series>();
        for (int step = 0; step < steps; step++) {
            for (var member : choose(members, step, all)) {
                if (!builders.containsKey(member)) {
                    builders.put(member, evaluation.run().builder(steps));
                    order.add(member);
                }
                builder(builders, member).copy(step, member.column());
            }
        }
        return order.stream()
                .map(member -> member.with(builder(builders, member).take()))
                .toList();
    }

    private static ColumnBuilder builder(Map<Series, ColumnBuilder> builders, Series member) {
        return Objects.requireNonNull(builders.get(member));
    }

    private List<Series> choose(List<Series> members, int step, int all) {
        var present = new ArrayList<Series>();
        for (var member : members) {
            evaluation.run().budget().work();
            if (member.column().has(step)) {
                present.add(member);
            }
        }
        return switch (aggregate.op()) {
            case TOPK -> extremes(present, step, count(step, all), -1);
            case BOTTOMK -> extremes(present, step, count(step, all), 1);
            case LIMITK -> present.subList(0, Math.min(present.size(), count(step, all)));
            case LIMIT_RATIO -> share(present, Math.clamp(parameters[step], -1, 1));
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, COUNT_VALUES, QUANTILE ->
                throw new IllegalStateException("no selection: " + aggregate.op());
        };
    }

    private int count(int step, int all) {
        return (int) Math.clamp((long) parameters[step], 0L, all);
    }

    /// The first elements when sorted: ascending, or descending when `sign` is negative; NaN comes last. Of equal ones
    /// those that come first are chosen.
    private List<Series> extremes(List<Series> present, int step, int count, int sign) {
        if (count == 0) {
            return List.of();
        }
        var numbers = new ArrayList<Series>();
        for (var member : present) {
            if (member.column().histogram(step) == null) {
                numbers.add(member);
            } else {
                evaluation
                        .run()
                        .annotations()
                        .ignoredInAggregation(aggregate.text(), aggregate.op().word());
            }
        }
        numbers.sort((left, right) -> Sorting.nanLast(left.column().value(step), right.column().value(step), sign));
        return numbers.subList(0, Math.min(numbers.size(), count));
    }

    /// A share of the elements that depends on their labels alone; a negative share is what the positive one of its
    /// complement leaves out.
    private static List<Series> share(List<Series> present, double share) {
        return present.stream()
                .filter(series -> {
                    double place = LabelsHash.share(series.labels());
                    return share >= 0 ? place < share : place >= 1 + share;
                })
                .toList();
    }
}

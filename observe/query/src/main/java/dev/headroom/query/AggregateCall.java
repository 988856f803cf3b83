package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Printer;
import dev.headroom.promql.TextRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Evaluates aggregations that make one series of each group: groups are found once, then each is aggregated step by
/// step. Those that choose among the series are left to [Selection].
final class AggregateCall {

    private final Evaluation evaluation;
    private final Expr.Aggregate aggregate;
    private final Set<String> names;

    AggregateCall(Evaluation evaluation, Expr.Aggregate aggregate) {
        this.evaluation = evaluation;
        this.aggregate = aggregate;
        this.names = new HashSet<>(aggregate.grouping());
        if (aggregate.without()) {
            names.add(Labels.NAME);
        }
    }

    List<Series> series() {
        return switch (aggregate.op()) {
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> aggregated(input(), new double[0]);
            case QUANTILE -> {
                var ranks = parameter();
                var input = input();
                new ParameterRange(ranks).warnOfQuantiles(run().annotations(), parameterText());
                yield aggregated(input, ranks);
            }
            case COUNT_VALUES -> countValues();
            case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> selected();
        };
    }

    private QueryRun run() {
        return evaluation.run();
    }

    private List<Series> input() {
        return evaluation.vector(aggregate.expr());
    }

    private double[] parameter() {
        return evaluation.scalar(aggregate.parameter().orElseThrow());
    }

    private TextRange parameterText() {
        return aggregate.parameter().orElseThrow().text();
    }

    private List<Series> selected() {
        var parameter = parameter();
        var input = input();
        var groups = groups(input);
        return new Selection(evaluation, aggregate, parameter).of(input.size(), groups.values());
    }

    private Map<Labels, List<Series>> groups(List<Series> input) {
        var groups = new LinkedHashMap<Labels, List<Series>>();
        for (var series : input) {
            groups.computeIfAbsent(groupLabels(series.labels(), names), _ -> new ArrayList<>()).add(series);
        }
        return groups;
    }

    private Labels groupLabels(Labels labels, Set<String> grouping) {
        return aggregate.without() ? labels.without(grouping) : labels.only(grouping);
    }

    private List<Series> aggregated(List<Series> input, double[] parameters) {
        var results = new ArrayList<Series>();
        int steps = evaluation.grid().count();
        var builder = new ColumnBuilder(steps);
        var aggregator = Aggregator.of(aggregate.op(), run().annotations(), aggregate.expr().text());
        groups(input).forEach((labels, members) -> {
            boolean dropName = false;
            for (int step = 0; step < steps; step++) {
                aggregator.start(parameters.length > 0 ? parameters[step] : 0);
                for (var member : members) {
                    run().budget().work();
                    double value = member.column().value(step);
                    if (!Column.isAbsent(value)) {
                        aggregator.add(value, member.column().histogram(step), member.labels());
                        dropName |= member.dropName();
                    }
                }
                aggregator.finish(step, builder);
            }
            var column = builder.take();
            if (!column.isEmpty()) {
                results.add(new Series(labels, dropName, column));
            }
        });
        return results;
    }

    /// One series for each value that a group has anywhere, which counts how many have it.
    private List<Series> countValues() {
        var label = Evaluation.text(aggregate.parameter().orElseThrow());
        if (!LabelFunctions.isLabelName(label)) {
            throw QueryRun.failure("invalid label name " + Printer.quoted(label));
        }
        var grouping = new HashSet<>(names);
        if (!aggregate.without()) {
            grouping.add(label);
        }
        var counts = new LinkedHashMap<Labels, ColumnBuilder>();
        int steps = evaluation.grid().count();
        for (var series : evaluation.vector(aggregate.expr())) {
            for (int step = series.column().first(); step < series.column().end(); step++) {
                run().budget().work();
                if (series.column().has(step)) {
                    var histogram = series.column().histogram(step);
                    var value = histogram == null
                            ? Printer.number(series.column().value(step))
                            : histogram.toString();
                    var group = groupLabels(series.labels().with(label, value), grouping);
                    var count = counts.computeIfAbsent(group, _ -> run().builder(steps));
                    count.set(step, (count.has(step) ? count.value(step) : 0) + 1);
                }
            }
        }
        var results = new ArrayList<Series>();
        counts.forEach((labels, count) -> results.add(new Series(labels, false, count.take())));
        return results;
    }
}

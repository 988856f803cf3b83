package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.promql.Expr;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.TextRange;
import dev.headroom.promql.ValueType;
import dev.headroom.windows.RangeFunctions;
import dev.headroom.windows.Window;
import dev.headroom.windows.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Evaluates calls of functions over range vectors: series by series, and for each series step by step with a window
/// that slides over its samples.
final class RangeCall {

    /// These act like an offset and keep the name of the metric.
    private static final Set<String> KEEP_NAME = Set.of("last_over_time", "first_over_time");

    private static final List<String> COUNTER_SUFFIXES = List.of("_total", "_sum", "_count", "_bucket");

    private final QueryRun run;
    private final Grid grid;
    private final Expr.Call call;
    private final String name;
    private final int rangeArgument;

    RangeCall(QueryRun run, Grid grid, Expr.Call call) {
        this.run = run;
        this.grid = grid;
        this.call = call;
        this.name = call.function().name();
        this.rangeArgument = call.function().arguments().indexOf(ValueType.MATRIX);
    }

    static boolean isOne(Expr.Call call) {
        return call.function().arguments().contains(ValueType.MATRIX);
    }

    List<Series> series() {
        var scalars = new ArrayList<double[]>();
        for (int i = 0; i < call.args().size(); i++) {
            if (i != rangeArgument) {
                scalars.add(new Evaluation(run, grid).scalar(call.args().get(i)));
            }
        }
        var vector = RangeVector.of(run, grid, call.args().get(rangeArgument));
        checkExtension(vector);
        var function = RangeFunctions.named(name);
        var window = new Window(settings(vector), scalars.size());
        var builder = new ColumnBuilder(grid.count());
        var results = new ArrayList<Series>();
        for (var each : vector.series()) {
            window.load(each.labels(), each.samples());
            for (int step = 0; step < grid.count(); step++) {
                run.budget().work();
                window.slide(grid.time(step), vector.reference().millis(grid.time(step)));
                if (window.isEmpty()) {
                    continue;
                }
                for (int i = 0; i < scalars.size(); i++) {
                    window.argument(i, scalars.get(i)[step]);
                }
                function.apply(window);
                if (window.hasResult()) {
                    builder.set(step, window.result(), window.histogramResult());
                }
            }
            add(each, builder.take(), text(vector), results);
        }
        return name.equals("absent_over_time") ? absent(results) : checked(results);
    }

    private WindowSettings settings(RangeVector vector) {
        return new WindowSettings(
                vector.extension(),
                vector.rangeMillis(),
                run.options().lookbackMillis(),
                run.options().startTimestamps(),
                run.annotations(),
                text(vector));
    }

    /// Prometheus points annotations at the first argument, whichever is the range vector.
    private TextRange text(RangeVector vector) {
        return rangeArgument == 0 ? vector.text() : call.args().getFirst().text();
    }

    private void add(RangeVector.Ranged source, Column column, TextRange text, List<Series> results) {
        if (column.isEmpty()) {
            return;
        }
        boolean dropName = !KEEP_NAME.contains(name) || source.dropName();
        var labels = dropName ? run.nameless(source.labels()) : source.labels();
        results.add(new Series(labels, dropName, column));
        run.budget().hold(column.size());
        boolean ofCounters = name.equals("rate") || name.equals("increase");
        var metric = source.labels().value(Labels.NAME);
        if (ofCounters && !metric.isEmpty() && hasNumbers(column)
                && COUNTER_SUFFIXES.stream().noneMatch(metric::endsWith)) {
            run.annotations().possibleNonCounter(text, metric);
        }
    }

    private static boolean hasNumbers(Column column) {
        if (!column.hasHistograms()) {
            return true;
        }
        for (int step = column.first(); step < column.end(); step++) {
            if (column.has(step) && column.histogram(step) == null) {
                return true;
            }
        }
        return false;
    }

    /// @throws PromqlException when two series differ in their dropped names only, wherever their samples are
    private List<Series> checked(List<Series> results) {
        if (!run.options().delayedNameRemoval() && !QueryRun.isDistinct(results)) {
            throw QueryRun.sameLabels();
        }
        return results;
    }

    private List<Series> absent(List<Series> present) {
        return Absence.of(grid, present, Absence.labels(call.args().getFirst()));
    }

    private void checkExtension(RangeVector vector) {
        switch (vector.extension()) {
            case NONE -> {}
            case ANCHORED -> check("anchored", RangeFunctions.ANCHORED);
            case SMOOTHED -> check("smoothed", RangeFunctions.SMOOTHED);
        }
    }

    private void check(String modifier, Set<String> allowed) {
        if (!allowed.contains(name)) {
            throw QueryRun.failure(modifier + " modifier can only be used with: "
                    + String.join(", ", allowed.stream().sorted().toList()) + " - not with " + name);
        }
    }
}

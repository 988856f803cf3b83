package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.promql.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Evaluates calls of functions over instant vectors and scalars.
final class VectorCall {

    private final Evaluation evaluation;
    private final QueryRun run;
    private final Grid grid;
    private final Expr.Call call;
    private final String name;

    VectorCall(Evaluation evaluation, Expr.Call call) {
        this.evaluation = evaluation;
        this.run = evaluation.run();
        this.grid = evaluation.grid();
        this.call = call;
        this.name = call.function().name();
    }

    /// The value of a call that gives an instant vector.
    List<Series> series() {
        if (ElementFunctions.isMathematics(name)) {
            return each(ElementFunctions.named(name));
        }
        if (ElementFunctions.isCalendar(name)) {
            return call.args().isEmpty() ? List.of(now()) : each(ElementFunctions.named(name));
        }
        if (HistogramCall.isOne(name)) {
            return new HistogramCall(evaluation, call).series();
        }
        return switch (name) {
            case "absent" -> Absence.of(grid, vector(0), Absence.labels(call.args().getFirst()));
            case "clamp" -> clamped(scalar(1), scalar(2));
            case "clamp_max" -> clamped(constant(Double.NEGATIVE_INFINITY), scalar(1));
            case "clamp_min" -> clamped(scalar(1), constant(Double.POSITIVE_INFINITY));
            case "info" -> new InfoCall(evaluation, call).series();
            case "label_join" ->
                LabelFunctions.join(grid, vector(0), text(1), text(2), texts(3));
            case "label_replace" -> {
                var replacement = new LabelFunctions.Replacement(text(1), text(2), text(3), text(4));
                yield LabelFunctions.replace(grid, vector(0), replacement);
            }
            case "round" -> rounded();
            case "sort" -> Sorting.byValue(grid, sorted(), 1);
            case "sort_desc" -> Sorting.byValue(grid, sorted(), -1);
            case "sort_by_label" -> Sorting.byLabels(grid, sorted(), texts(1), 1);
            case "sort_by_label_desc" -> Sorting.byLabels(grid, sorted(), texts(1), -1);
            case "start_timestamp" -> startTimestamps();
            case "timestamp" -> timestamps();
            case "vector" -> List.of(new Series(Labels.empty(), false, Column.of(scalar(0))));
            default -> throw new IllegalArgumentException("no such function: " + name);
        };
    }

    /// The value of a call that gives a scalar.
    double[] scalar() {
        return switch (name) {
            case "pi" -> constant(Math.PI);
            case "time" -> times();
            case "scalar" -> onlyValue(vector(0));
            case "max_of" -> combined(scalar(0), scalar(1), true);
            case "min_of" -> combined(scalar(0), scalar(1), false);
            default -> throw new IllegalArgumentException("no such function: " + name);
        };
    }

    private List<Series> vector(int argument) {
        return evaluation.vector(call.args().get(argument));
    }

    private double[] scalar(int argument) {
        return evaluation.scalar(call.args().get(argument));
    }

    private String text(int argument) {
        return Evaluation.text(call.args().get(argument));
    }

    private List<String> texts(int from) {
        return call.args().stream().skip(from).map(Evaluation::text).toList();
    }

    private double[] constant(double value) {
        var values = new double[grid.count()];
        Arrays.fill(values, value);
        return values;
    }

    private double[] times() {
        var seconds = new double[grid.count()];
        Arrays.setAll(seconds, step -> grid.time(step) / 1000.0);
        return seconds;
    }

    private static double[] combined(double[] left, double[] right, boolean max) {
        Arrays.setAll(left, i -> max ? Elements.max(left[i], right[i]) : Elements.min(left[i], right[i]));
        return left;
    }

    /// The only number at each step, NaN where there is none or more than one.
    private double[] onlyValue(List<Series> vector) {
        var values = constant(Double.NaN);
        for (int step = 0; step < values.length; step++) {
            int found = 0;
            for (var series : vector) {
                run.budget().work();
                if (series.column().has(step) && series.column().histogram(step) == null) {
                    values[step] = series.column().value(step);
                    found++;
                }
            }
            values[step] = found == 1 ? values[step] : Double.NaN;
        }
        return values;
    }

    private Series now() {
        var values = times();
        var field = ElementFunctions.named(name);
        Arrays.setAll(values, step -> field.applyAsDouble(values[step]));
        return new Series(Labels.empty(), false, Column.of(values));
    }

    /// A function of one number and the step.
    @FunctionalInterface
    private interface SteppedFunction {
        double apply(int step, double value);
    }

    private List<Series> each(DoubleUnaryOperator function) {
        return mapped((_, value) -> function.applyAsDouble(value));
    }

    /// Makes a number of each number; histograms are dropped.
    private List<Series> mapped(SteppedFunction function) {
        var results = new ArrayList<Series>();
        var builder = new ColumnBuilder(grid.count());
        for (var series : vector(0)) {
            var column = series.column();
            for (int step = column.first(); step < column.end(); step++) {
                run.budget().work();
                if (column.has(step) && column.histogram(step) == null) {
                    builder.set(step, function.apply(step, column.value(step)));
                }
            }
            var mapped = builder.take();
            if (!mapped.isEmpty()) {
                results.add(new Series(run.nameless(series.labels()), true, mapped));
            }
        }
        return QueryRun.joined(results, grid.count());
    }

    /// Nothing at the steps where the limits cross.
    private List<Series> clamped(double[] min, double[] max) {
        return mapped((step, value) -> max[step] < min[step]
                ? Column.ABSENT
                : Elements.max(min[step], Elements.min(max[step], value)));
    }

    private List<Series> rounded() {
        var toNearest = call.args().size() > 1 ? scalar(1) : constant(1);
        return mapped((step, value) ->
                ElementFunctions.rounding(toNearest[step]).applyAsDouble(value));
    }

    private List<Series> sorted() {
        var sorted = vector(0);
        if (!grid.isInstant()) {
            run.annotations()
                    .warn(
                            call.text(),
                            "sort is ineffective for range queries since results are always ordered by labels");
        }
        return sorted;
    }

    /// The time of the sample for a selector, the time of evaluation for anything else.
    private List<Series> timestamps() {
        if (call.args().getFirst() instanceof Expr.VectorSelector selector) {
            return nameless(InstantSelection.timestamps(run, grid, selector));
        }
        var seconds = times();
        var results = new ArrayList<Series>();
        var builder = new ColumnBuilder(grid.count());
        for (var series : vector(0)) {
            for (int step = series.column().first(); step < series.column().end(); step++) {
                if (series.column().has(step)) {
                    builder.set(step, seconds[step]);
                }
            }
            results.add(series.with(builder.take()));
        }
        return nameless(results);
    }

    /// When the counters of the samples of a selector began; nothing for anything else.
    private List<Series> startTimestamps() {
        return run.options().startTimestamps() && call.args().getFirst() instanceof Expr.VectorSelector selector
                ? nameless(InstantSelection.startTimestamps(run, grid, selector))
                : List.of();
    }

    private List<Series> nameless(List<Series> vector) {
        var results = vector.stream()
                .map(series -> new Series(run.nameless(series.labels()), true, series.column()))
                .toList();
        return QueryRun.joined(results, grid.count());
    }
}

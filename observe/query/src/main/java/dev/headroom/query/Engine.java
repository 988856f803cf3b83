package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.Printer;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.promql.ValueType;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.Queryable;
import dev.headroom.windows.Annotations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Answers PromQL over the series of a storage, as Prometheus 3.14 does.
///
/// It keeps nothing between two queries: any number of threads may share one engine. A query runs on the thread that
/// asks, and stops soon after that thread is interrupted, with an error of kind `CANCELED`. What it may cost is said by
/// [QueryLimits]; times are whole milliseconds.
public final class Engine implements QueryEngine {

    private final Queryable storage;
    private final EngineOptions options;
    private final Timeline timeline;

    /// @param timeline measures how long queries take; the results do not depend on it
    public Engine(Queryable storage, EngineOptions options, Timeline timeline) {
        this.storage = storage;
        this.options = options;
        this.timeline = timeline;
    }

    @Override
    public QueryResult instant(String query, Instant at) {
        var grid = Grid.at(at.toEpochMilli());
        var expr = Preparation.prepare(Parser.parse(query, options.syntax()), grid, 0);
        var run = run(query, expr);
        return result(run, value(run, grid, expr));
    }

    @Override
    public QueryResult range(String query, Instant start, Instant end, Duration step) {
        var grid = new Grid(start.toEpochMilli(), end.toEpochMilli(), step.toMillis());
        var parsed = Parser.parse(query, options.syntax());
        check(grid, parsed.type());
        var expr = Preparation.prepare(parsed, grid, grid.stepMillis());
        var run = run(query, expr);
        var rows = new ArrayList<QueryResult.Row>();
        if (expr.type() == ValueType.SCALAR) {
            var scalar = new Series(
                    Labels.empty(),
                    false,
                    Column.of(new Evaluation(run, grid).scalar(expr)));
            rows.add(row(scalar, grid));
        } else {
            var vector = new Evaluation(run, grid).vector(expr);
            run.named(vector, grid.count()).forEach(series -> rows.add(row(series, grid)));
        }
        run.budget().check();
        return result(run, matrix(rows));
    }

    private QueryRun run(String query, Expr expr) {
        return new QueryRun(
                storage,
                options,
                new Annotations(query),
                new Budget(options.limits(), timeline),
                HistogramStatistics.selectors(expr));
    }

    private void check(Grid grid, ValueType type) {
        if (grid.stepMillis() < 1) {
            throw new PromqlException(
                    PromqlException.Kind.BAD_DATA, "step: expected at least 1ms, got " + grid.stepMillis() + "ms");
        }
        if (type != ValueType.VECTOR && type != ValueType.SCALAR) {
            throw new PromqlException(
                    PromqlException.Kind.BAD_DATA,
                    "invalid expression type " + Printer.quoted(type.documented())
                            + " for range query, must be Scalar or instant Vector");
        }
        if (grid.points() > options.limits().points()) {
            throw new PromqlException(
                    PromqlException.Kind.BAD_DATA,
                    "exceeded maximum resolution of " + options.limits().points()
                            + " points per timeseries (limit points, got " + grid.points()
                            + "). Try decreasing the query resolution (?step=XX)");
        }
    }

    private static QueryResult.Value value(QueryRun run, Grid grid, Expr expr) {
        var evaluation = new Evaluation(run, grid);
        long now = grid.startMillis();
        return switch (expr.type()) {
            case SCALAR -> new QueryResult.Scalar(now, evaluation.scalar(expr)[0]);
            case STRING -> new QueryResult.Text(now, Evaluation.text(expr));
            case VECTOR -> new QueryResult.Vector(run.named(evaluation.vector(expr), 1).stream()
                    .map(series -> element(series, now))
                    .toList());
            case MATRIX -> matrix(new RangeResult(run, grid, expr).rows());
        };
    }

    private static QueryResult.Element element(Series series, long millis) {
        var histogram = series.column().histogram(0);
        return histogram == null
                ? new QueryResult.Element(series.labels(), millis, series.column().value(0))
                : new QueryResult.Element(series.labels(), millis, histogram);
    }

    private static QueryResult.Row row(Series series, Grid grid) {
        return new QueryResult.Row(series.labels(), series.column().samples(grid));
    }

    private static QueryResult.Matrix matrix(List<QueryResult.Row> rows) {
        var sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(QueryResult.Row::labels));
        return new QueryResult.Matrix(sorted);
    }

    private static QueryResult result(QueryRun run, QueryResult.Value value) {
        return new QueryResult(value, run.annotations().warnings(), run.annotations().infos());
    }
}

package dev.headroom.query;

import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Modifiers;
import dev.headroom.tsdb.Queryable;
import java.util.ArrayList;
import java.util.List;

/// Evaluates instant vector selectors: at each step the newest sample of each series that is not older than the
/// lookback, and none when that is a stale marker.
final class InstantSelection {

    private final QueryRun run;
    private final Grid grid;
    private final ReferenceTime reference;
    private final long lookbackMillis;

    private InstantSelection(QueryRun run, Grid grid, ReferenceTime reference) {
        this.run = run;
        this.grid = grid;
        this.reference = reference;
        this.lookbackMillis = run.options().lookbackMillis();
    }

    static List<Series> values(QueryRun run, Grid grid, Expr.VectorSelector selector) {
        var selection = new InstantSelection(run, grid, ReferenceTime.of(selector.modifiers()));
        return selector.modifiers().extension() == Modifiers.Extension.SMOOTHED
                ? new SmoothedSelection(run, grid, selector).series()
                : selection.values(selector);
    }

    /// The timestamps of the samples in the place of their values, in seconds.
    ///
    /// Prometheus forgets the offset of a selector that `@` pins here, but for which samples it reads at all.
    static List<Series> timestamps(QueryRun run, Grid grid, Expr.VectorSelector selector) {
        var reference = ReferenceTime.of(selector.modifiers());
        var read = reference.pinned().isPresent() ? new ReferenceTime(reference.pinned(), 0) : reference;
        return new InstantSelection(run, grid, reference).series(selector.matchers(), Reading.TIMESTAMP, read);
    }

    /// The timestamps of info metrics, in seconds.
    static List<Series> infoTimestamps(QueryRun run, Grid grid, ReferenceTime reference, List<Matcher> matchers) {
        return new InstantSelection(run, grid, reference).series(matchers, Reading.INFO_TIMESTAMP, reference);
    }

    /// The start timestamps of the samples in the place of their values, in seconds.
    static List<Series> startTimestamps(QueryRun run, Grid grid, Expr.VectorSelector selector) {
        var reference = ReferenceTime.of(selector.modifiers());
        return new InstantSelection(run, grid, reference)
                .series(selector.matchers(), Reading.START_TIMESTAMP, reference);
    }

    private enum Reading {
        VALUE,
        TIMESTAMP,
        /// As `TIMESTAMP`, of numbers only.
        INFO_TIMESTAMP,
        START_TIMESTAMP
    }

    private List<Series> values(Expr.VectorSelector selector) {
        return readings(run.select(fromMillis(), toMillis(), selector), Reading.VALUE, reference);
    }

    private List<Series> series(List<Matcher> matchers, Reading reading, ReferenceTime read) {
        return readings(run.select(fromMillis(), toMillis(), matchers), reading, read);
    }

    private long fromMillis() {
        return reference.millis(grid.startMillis()) - lookbackMillis + 1;
    }

    private long toMillis() {
        return reference.millis(grid.lastMillis());
    }

    private List<Series> readings(List<Queryable.Selected> all, Reading reading, ReferenceTime read) {
        var series = new ArrayList<Series>();
        var builder = new ColumnBuilder(grid.count());
        for (var selected : all) {
            fill(builder, selected, reading, read);
            var column = builder.take();
            if (!column.isEmpty()) {
                series.add(new Series(selected.labels(), false, column));
            }
        }
        return series;
    }

    private void fill(ColumnBuilder builder, Queryable.Selected selected, Reading reading, ReferenceTime read) {
        var samples = selected.samples();
        int behind = 0;
        for (int step = 0; step < grid.count(); step++) {
            run.budget().work();
            long at = read.millis(grid.time(step));
            while (behind < samples.size() && samples.timestamp(behind) <= at) {
                behind++;
            }
            int newest = behind - 1;
            if (newest < 0 || samples.timestamp(newest) <= at - lookbackMillis) {
                continue;
            }
            var histogram = samples.histogram(newest);
            if (histogram == null && Samples.isStale(samples.value(newest))) {
                continue;
            }
            switch (reading) {
                case VALUE -> builder.set(step, samples.value(newest), histogram);
                case INFO_TIMESTAMP -> {
                    if (histogram != null) {
                        throw QueryRun.failure(
                                "this should be an info metric, with float samples: " + selected.labels());
                    }
                    builder.set(step, samples.timestamp(newest) / 1000.0);
                }
                case TIMESTAMP -> builder.set(step, samples.timestamp(newest) / 1000.0);
                case START_TIMESTAMP -> builder.set(step, samples.startTimestamp(newest) / 1000.0);
            }
        }
    }
}

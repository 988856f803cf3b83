package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.promql.Parser;
import dev.headroom.tsdb.Queryable;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Series that a test lists, each with one value a step from time 0 on; NaN leaves a gap. Counts how often it is asked.
final class SeriesStorage implements Queryable {

    private final TreeMap<Labels, Samples> series = new TreeMap<>();
    private final AtomicInteger selects = new AtomicInteger();

    /// Adds a series such as `up{job="a"}`.
    void add(String name, long stepMillis, double... values) {
        var times = new long[values.length];
        var kept = new double[values.length];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                times[size] = i * stepMillis;
                kept[size++] = values[i];
            }
        }
        series.put(Parser.labels(name), new Samples(times, kept, size));
    }

    /// How often series were selected so far.
    int selects() {
        return selects.get();
    }

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        selects.incrementAndGet();
        return series.entrySet().stream()
                .filter(entry -> matchers.stream().allMatch(matcher -> matcher.matches(entry.getKey())))
                .map(entry -> new Selected(entry.getKey(), between(entry.getValue(), minMillis, maxMillis)))
                .filter(selected -> selected.samples().size() > 0)
                .toList();
    }

    private static Samples between(Samples all, long minMillis, long maxMillis) {
        int from = all.countUpTo(minMillis - 1);
        int size = all.countUpTo(maxMillis) - from;
        if (size <= 0) {
            return Samples.none();
        }
        var times = new long[size];
        var values = new double[size];
        for (int i = 0; i < size; i++) {
            times[i] = all.timestamp(from + i);
            values[i] = all.value(from + i);
        }
        return new Samples(times, values, size);
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        return select(minMillis, maxMillis, matchers).stream().map(Selected::labels).toList();
    }
}

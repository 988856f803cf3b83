package dev.headroom.promqltest;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.Queryable;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The series of a script, in memory: any timestamps, any order of loading, numbers and native histograms, nothing ever
/// dropped.
public final class ScriptStorage implements Queryable {

    private final NavigableMap<Labels, Series> series = new TreeMap<>();

    /// One sample: a histogram when there is one, else a number.
    private record Entry(double value, @Nullable FloatHistogram histogram, long startTimestamp) {}

    /// The samples of one series.
    private static final class Series {
        private final TreeMap<Long, Entry> entries = new TreeMap<>();
        private Samples samples = Samples.none();

        void freeze() {
            samples = samples(entries);
        }

        Samples between(long minMillis, long maxMillis) {
            boolean whole = !entries.isEmpty() && minMillis <= entries.firstKey() && maxMillis >= entries.lastKey();
            if (whole || minMillis > maxMillis) {
                return whole ? samples : Samples.none();
            }
            return samples(entries.subMap(minMillis, true, maxMillis, true));
        }

        private static Samples samples(NavigableMap<Long, Entry> entries) {
            int size = entries.size();
            var times = new long[size];
            var values = new double[size];
            @Nullable FloatHistogram[] histograms = new FloatHistogram[size];
            var starts = new long[size];
            boolean anyHistogram = false;
            boolean anyStart = false;
            int at = 0;
            for (var entry : entries.entrySet()) {
                times[at] = entry.getKey();
                values[at] = entry.getValue().value();
                histograms[at] = entry.getValue().histogram();
                starts[at] = entry.getValue().startTimestamp();
                anyHistogram |= histograms[at] != null;
                anyStart |= starts[at] != 0;
                at++;
            }
            var samples = new Samples(times, values, size);
            samples = anyHistogram ? samples.withHistograms(histograms) : samples;
            return anyStart ? samples.withStartTimestamps(starts) : samples;
        }
    }

    /// @throws IllegalArgumentException when start timestamps are not followed by the samples that they belong to
    public void load(Script.Statement.Load load) {
        var conversion = new ClassicConversion();
        SeriesLine starts = null;
        for (var line : load.series()) {
            if (line.startTimestamps()) {
                starts = line;
                continue;
            }
            if (starts != null
                    && (!starts.labels().equals(line.labels())
                            || starts.values().size() != line.values().size())) {
                throw new IllegalArgumentException("expected the samples of " + starts.labels() + "@st, "
                        + starts.values().size() + " of them, got " + line.labels() + " with "
                        + line.values().size());
            }
            add(line, starts, load.stepMillis());
            starts = null;
            if (load.customBuckets()) {
                conversion.add(line, load.stepMillis());
            }
        }
        conversion.forEach((labels, values) -> {
            var target = series.computeIfAbsent(labels, _ -> new Series());
            values.forEach((time, histogram) -> append(target, time, new Entry(Double.NaN, histogram, 0)));
            target.freeze();
        });
    }

    private void add(SeriesLine line, @Nullable SeriesLine starts, long stepMillis) {
        var target = series.computeIfAbsent(line.labels(), _ -> new Series());
        for (int i = 0; i < line.values().size(); i++) {
            long time = i * stepMillis;
            long start = starts != null && starts.values().get(i) instanceof SeriesValue.Sample(var offset)
                    ? time + (long) offset
                    : 0;
            switch (line.values().get(i)) {
                case SeriesValue.Missing _ -> {}
                case SeriesValue.Sample(var number) -> append(target, time, new Entry(number, null, start));
                case SeriesValue.Histogram(var histogram, _) ->
                    append(target, time, new Entry(Double.NaN, histogram, start));
            }
        }
        target.freeze();
    }

    private static void append(Series target, long time, Entry entry) {
        var histogram = entry.histogram();
        if (histogram != null) {
            var before = target.entries.lowerEntry(time);
            var known = before == null ? null : before.getValue().histogram();
            histogram = StoredHints.hinted(known, histogram);
        }
        target.entries.put(time, new Entry(entry.value(), histogram, entry.startTimestamp()));
    }

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        return series.entrySet().stream()
                .filter(entry -> matchers.stream().allMatch(matcher -> matcher.matches(entry.getKey())))
                .map(entry -> new Selected(entry.getKey(), entry.getValue().between(minMillis, maxMillis)))
                .filter(selected -> selected.samples().size() > 0)
                .toList();
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        return select(minMillis, maxMillis, matchers).stream().map(Selected::labels).toList();
    }
}

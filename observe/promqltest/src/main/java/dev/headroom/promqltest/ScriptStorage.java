package dev.headroom.promqltest;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.promql.PromqlException;
import dev.headroom.tsdb.Queryable;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The series of a script, in memory: any timestamps, any order of loading, nothing ever dropped.
///
/// Series with native histograms or start timestamps are remembered without their values. A query that reads one fails
/// and says so, because any answer without them would be a guess.
final class ScriptStorage implements Queryable {

    private static final String BUCKET = "_bucket";

    private final NavigableMap<Labels, Series> series = new TreeMap<>();
    private boolean touchedUnsupported;

    /// The samples of one series; `unsupported` says what of it an engine cannot see, if anything.
    private static final class Series {
        private final TreeMap<Long, Double> values = new TreeMap<>();
        private Samples samples = Samples.none();
        private String unsupported = "";

        void freeze() {
            var timestamps = values.keySet().stream().mapToLong(Long::longValue).toArray();
            var numbers = values.values().stream().mapToDouble(Double::doubleValue).toArray();
            samples = new Samples(timestamps, numbers, timestamps.length);
        }

        Samples between(long minMillis, long maxMillis) {
            int from = samples.countUpTo(minMillis - 1);
            int to = samples.countUpTo(maxMillis);
            if (from >= to) {
                return Samples.none();
            }
            var timestamps = new long[to - from];
            var numbers = new double[to - from];
            Arrays.setAll(timestamps, i -> samples.timestamp(from + i));
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = samples.value(from + i);
            }
            return new Samples(timestamps, numbers, numbers.length);
        }
    }

    void load(Script.Statement.Load load) {
        for (var line : load.series()) {
            var name = line.labels().value(Labels.NAME);
            add(line.labels(), line, load.stepMillis());
            if (load.customBuckets() && name.endsWith(BUCKET) && line.labels().has("le")) {
                var histogram = line.labels()
                        .without("le")
                        .with(Labels.NAME, name.substring(0, name.length() - BUCKET.length()));
                add(histogram, line, load.stepMillis()).unsupported = "native histograms with custom buckets";
            }
        }
    }

    private Series add(Labels labels, SeriesLine line, long stepMillis) {
        var target = series.computeIfAbsent(labels, _ -> new Series());
        if (line.startTimestamps()) {
            target.unsupported = "start timestamps";
            return target;
        }
        if (line.hasHistograms()) {
            target.unsupported = "native histograms";
        }
        for (int i = 0; i < line.values().size(); i++) {
            switch (line.values().get(i)) {
                case SeriesValue.Missing _ -> {}
                case SeriesValue.Sample number -> target.values.put(i * stepMillis, number.value());
                case SeriesValue.Histogram _ -> target.values.put(i * stepMillis, Double.NaN);
            }
        }
        target.freeze();
        return target;
    }

    /// Whether a query asked for something that this storage holds and cannot give, since the last call.
    boolean tookUnsupported() {
        boolean touched = touchedUnsupported;
        touchedUnsupported = false;
        return touched;
    }

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        return series.entrySet().stream()
                .filter(entry -> matchers.stream().allMatch(matcher -> matcher.matches(entry.getKey())))
                .map(entry -> selected(entry.getKey(), entry.getValue(), minMillis, maxMillis))
                .filter(selected -> selected.samples().size() > 0)
                .toList();
    }

    private Selected selected(Labels labels, Series found, long minMillis, long maxMillis) {
        var samples = found.between(minMillis, maxMillis);
        if (samples.size() > 0 && !found.unsupported.isEmpty()) {
            touchedUnsupported = true;
            throw new PromqlException(
                    PromqlException.Kind.EXECUTION, labels + " has " + found.unsupported + ", which are not evaluated");
        }
        return new Selected(labels, samples);
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        return select(minMillis, maxMillis, matchers).stream().map(Selected::labels).toList();
    }
}

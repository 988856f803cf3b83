package dev.headroom.rules;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.Queryable;
import dev.headroom.tsdb.SampleSink;
import dev.headroom.tsdb.Exemplars.Exemplar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A storage that remembers the last sample of each series that rules wrote.
final class WrittenSamples implements SampleSink, Queryable {

    private final Map<Labels, Double> last = new TreeMap<>();

    /// The last histogram of each series that has them.
    final Map<Labels, FloatHistogram> histograms = new TreeMap<>();

    /// Series as text to value; those that ended are left out.
    Map<String, Double> alive() {
        var alive = new TreeMap<String, Double>();
        last.forEach((labels, value) -> {
            if (!Samples.isStale(value)) {
                alive.put(labels.toString(), value);
            }
        });
        return alive;
    }

    @Override
    public Appender appender() {
        return new Appender() {
            private final Map<Labels, Double> batch = new TreeMap<>();

            @Override
            public Append append(Labels labels, long timestampMillis, double value) {
                batch.put(labels, value);
                return Append.STORED;
            }

            @Override
            public Append append(Labels labels, long timestampMillis, FloatHistogram histogram) {
                histograms.put(labels, histogram);
                return Append.STORED;
            }

            @Override
            public void exemplar(Labels series, Exemplar exemplar) {
                throw new UnsupportedOperationException("rules point at nothing, got " + exemplar);
            }

            @Override
            public void commit() {
                last.putAll(batch);
            }

            @Override
            public void rollback() {
                batch.clear();
            }
        };
    }

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        return List.of();
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        return new ArrayList<>(last.keySet());
    }
}

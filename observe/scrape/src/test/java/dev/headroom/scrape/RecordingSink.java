package dev.headroom.scrape;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.Exemplars.Exemplar;
import dev.headroom.tsdb.SampleSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A storage that only remembers what was committed, in order.
final class RecordingSink implements SampleSink {

    /// @param histogram null for a number
    record Stored(Labels labels, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        boolean stale() {
            return histogram == null && Samples.isStale(value);
        }

        @Override
        public String toString() {
            return labels + " " + (histogram != null ? histogram : stale() ? "stale" : value) + " @" + timestampMillis;
        }
    }

    final List<Stored> samples = new ArrayList<>();
    final List<Exemplar> exemplars = new ArrayList<>();
    Append answer = Append.STORED;

    @Override
    public synchronized Appender appender() {
        var batch = new ArrayList<Stored>();
        return new Appender() {
            @Override
            public Append append(Labels labels, long timestampMillis, double value) {
                return add(new Stored(labels, timestampMillis, value, null));
            }

            @Override
            public Append append(Labels labels, long timestampMillis, FloatHistogram histogram) {
                return add(new Stored(labels, timestampMillis, Double.NaN, histogram));
            }

            private Append add(Stored sample) {
                if (answer == Append.STORED || sample.labels().has("__report")) {
                    batch.add(sample);
                }
                return answer;
            }

            @Override
            public void exemplar(Labels series, Exemplar exemplar) {
                exemplars.add(exemplar);
            }

            @Override
            public void commit() {
                synchronized (RecordingSink.this) {
                    samples.addAll(batch);
                }
            }

            @Override
            public void rollback() {
                batch.clear();
            }
        };
    }

    synchronized List<Stored> of(String metric) {
        return samples.stream()
                .filter(sample -> sample.labels().value(Labels.NAME).equals(metric))
                .toList();
    }

    synchronized double last(String metric) {
        return of(metric).getLast().value();
    }

    synchronized List<Double> values(String metric) {
        return of(metric).stream().map(Stored::value).toList();
    }
}

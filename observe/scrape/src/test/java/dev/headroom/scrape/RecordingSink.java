package dev.headroom.scrape;

import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.SampleSink;
import java.util.ArrayList;
import java.util.List;

/// A storage that only remembers what was committed, in order.
final class RecordingSink implements SampleSink {

    record Stored(Labels labels, long timestampMillis, double value) {
        boolean stale() {
            return Samples.isStale(value);
        }

        @Override
        public String toString() {
            return labels + " " + (stale() ? "stale" : value) + " @" + timestampMillis;
        }
    }

    final List<Stored> samples = new ArrayList<>();
    Append answer = Append.STORED;

    @Override
    public synchronized Appender appender() {
        var batch = new ArrayList<Stored>();
        return new Appender() {
            @Override
            public Append append(Labels labels, long timestampMillis, double value) {
                if (answer == Append.STORED || labels.has("__report")) {
                    batch.add(new Stored(labels, timestampMillis, value));
                }
                return answer;
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

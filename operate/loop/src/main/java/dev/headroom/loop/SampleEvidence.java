package dev.headroom.loop;

import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.Selectors.Selector;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Evidence from the samples themselves.
record SampleEvidence(Queryable storage) implements Evidence {

    @Override
    public Optional<Duration> newestAge(Selector selector, Instant now, Duration back) {
        long nowMillis = now.minus(selector.offset()).toEpochMilli();
        long newest = Long.MIN_VALUE;
        for (var series : within(selector, now, back)) {
            var samples = series.samples();
            for (int i = samples.size() - 1; i >= 0; i--) {
                if (!Samples.isStale(samples.value(i))) {
                    newest = Math.max(newest, samples.timestamp(i));
                    break;
                }
            }
        }
        return newest == Long.MIN_VALUE ? Optional.empty() : Optional.of(Duration.ofMillis(nowMillis - newest));
    }

    @Override
    public boolean ended(Selector selector, Instant now, Duration back) {
        return within(selector, now, back).stream()
                .map(Queryable.Selected::samples)
                .filter(samples -> samples.size() > 0)
                .allMatch(samples -> Samples.isStale(samples.value(samples.size() - 1)));
    }

    @Override
    public int mostSamples(Selector selector, Instant now) {
        return within(selector, now, selector.range().minusMillis(1)).stream()
                .mapToInt(series -> series.samples().size())
                .max()
                .orElse(0);
    }

    @Override
    public Optional<Duration> spacing(Selector selector, Instant now, Duration back) {
        return within(selector, now, back).stream()
                .map(Queryable.Selected::samples)
                .filter(samples -> samples.size() > 1)
                .findFirst()
                .flatMap(samples -> Evidence.middle(IntStream.range(0, samples.size())
                        .mapToObj(samples::timestamp)
                        .toList()));
    }

    @Override
    public List<Labels> series(Selector selector, Instant now, Duration back) {
        long nowMillis = now.minus(selector.offset()).toEpochMilli();
        return storage.series(nowMillis - back.toMillis(), nowMillis, selector.matchers());
    }

    private List<Queryable.Selected> within(Selector selector, Instant now, Duration back) {
        long nowMillis = now.minus(selector.offset()).toEpochMilli();
        return storage.select(nowMillis - back.toMillis(), nowMillis, selector.matchers());
    }
}

package dev.headroom.operator;

import dev.headroom.adapter.Adapter;
import dev.headroom.adapter.AdapterConfig;
import dev.headroom.adapter.MetricList;
import dev.headroom.loop.MetricStore;
import dev.headroom.metricsapi.RuleMetrics.Rules;
import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rules of an adapter with the metrics that they find, looked for anew when the list is older than a minute.
final class ListedRules implements Supplier<Rules> {

    private static final Duration AGE = Duration.ofMinutes(1);

    private final AdapterConfig config;
    private final MetricStore store;
    private final Timeline timeline;
    private @Nullable Rules found;
    private Instant foundAt = Instant.MIN;

    ListedRules(AdapterConfig config, MetricStore store, Timeline timeline) {
        this.config = config;
        this.store = store;
        this.timeline = timeline;
    }

    @Override
    public synchronized Rules get() {
        var now = timeline.now();
        var known = found;
        if (known == null || foundAt.plus(AGE).isBefore(now)) {
            var list = MetricList.of(config, store, now);
            known = new Rules(list, new Adapter(list, store));
            found = known;
            foundAt = now;
        }
        return known;
    }
}

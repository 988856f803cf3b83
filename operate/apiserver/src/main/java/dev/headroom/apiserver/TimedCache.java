package dev.headroom.apiserver;

import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Answers that stay good for a short while.
final class TimedCache<K, V> {

    /// More answers than this are not remembered: the oldest goes (limit `rememberedAnswers`).
    static final int MAX_ENTRIES = 1024;

    private final Timeline timeline;
    private final Duration life;
    private final Map<K, Kept<V>> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Kept<V>> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    private record Kept<V>(V value, Instant until) {}

    TimedCache(Timeline timeline, Duration life) {
        this.timeline = timeline;
        this.life = life;
    }

    synchronized Optional<V> find(K key) {
        var entry = entries.get(key);
        if (entry == null || !timeline.now().isBefore(entry.until())) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    synchronized V remember(K key, V value) {
        entries.remove(key);
        entries.put(key, new Kept<>(value, timeline.now().plus(life)));
        return value;
    }
}

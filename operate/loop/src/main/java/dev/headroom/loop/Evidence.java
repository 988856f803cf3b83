package dev.headroom.loop;

import dev.headroom.model.Labels;
import dev.headroom.promql.Selectors.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What is known of the samples that a selector reads, to explain what its query gave.
interface Evidence {

    /// The age of the newest sample, empty when all are older than `back`, or there is none.
    Optional<Duration> newestAge(Selector selector, Instant now, Duration back);

    /// Whether every series that had a sample within `back` has ended: its target is gone, or a later scrape was
    /// without it.
    boolean ended(Selector selector, Instant now, Duration back);

    /// How many samples of one series are in the selector's window, at most.
    int mostSamples(Selector selector, Instant now);

    /// The series with a sample within `back`.
    List<Labels> series(Selector selector, Instant now, Duration back);

    /// How far apart the samples of one series lie, as a rule; empty when there are fewer than two within `back`.
    Optional<Duration> spacing(Selector selector, Instant now, Duration back);

    /// The middle one of the spaces between times, in their order.
    static Optional<Duration> middle(List<Long> millis) {
        var spaces = IntStream.range(1, millis.size())
                .mapToLong(i -> millis.get(i) - millis.get(i - 1))
                .sorted()
                .toArray();
        return spaces.length == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(spaces[spaces.length / 2]));
    }
}

package dev.headroom.scrape;

import dev.headroom.model.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What a loop remembers between two scrapes.
final class SeriesMemory {

    /* notes
     * 1. `stored` maps the labels on the page to the labels that are stored (target labels added, relabelled), or to
     *    nothing when relabelling drops the series, so that both are worked out once per series and not per sample.
     *    Entries that the last page did not have are forgotten.
     * 2. `current` holds the stored labels that the last page gave without a timestamp of its own. Whatever was there
     *    before and is not now has vanished and gets a stale marker. A series with its own timestamps gets none: it
     *    goes stale by looking back (Prometheus does the same).
     */

    private Map<Labels, Optional<Labels>> stored = new HashMap<>();
    private Map<Labels, Optional<Labels>> storedNext = new HashMap<>();
    private Set<Labels> current = new HashSet<>();
    private OptionalLong lastMillis = OptionalLong.empty();

    /// What the loop that takes over needs to know: the series, but not how this loop worked out their labels.
    SeriesMemory successor() {
        var next = new SeriesMemory();
        next.current = current;
        next.lastMillis = lastMillis;
        return next;
    }

    /// When the target was last scraped; empty when it never was.
    OptionalLong lastMillis() {
        return lastMillis;
    }

    /// The stored labels of a series on the page, when this page or the last had it already.
    Optional<Optional<Labels>> known(Labels onPage) {
        var known = stored.get(onPage);
        if (known != null) {
            storedNext.put(onPage, known);
        }
        return Optional.ofNullable(known);
    }

    void remember(Labels onPage, Optional<Labels> labels) {
        stored.put(onPage, labels);
        storedNext.put(onPage, labels);
    }

    /// Whether the last page had that series.
    boolean has(Labels labels) {
        return current.contains(labels);
    }

    /// Ends a page that was scraped at `millis`.
    ///
    /// @return the series that vanished with it
    Set<Labels> endPage(Set<Labels> now, long millis) {
        lastMillis = OptionalLong.of(millis);
        var vanished = new HashSet<>(current);
        vanished.removeAll(now);
        current = now;
        stored = storedNext;
        storedNext = new HashMap<>();
        return vanished;
    }
}

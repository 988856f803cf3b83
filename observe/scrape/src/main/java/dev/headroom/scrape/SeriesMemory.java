package dev.headroom.scrape;

import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What a loop remembers between two scrapes.
final class SeriesMemory {

    /* notes
     * 1. `pages` maps the labels on the page to the series that is stored (target labels added, relabelled), or to
     *    nothing when relabelling drops it, so that this is worked out once per series, and looked up once per sample.
     *    Entries that the last page did not have are forgotten.
     * 2. A series is current when the last page gave it without a timestamp of its own. One that was and is not now has
     *    vanished and gets a stale marker. A series with its own timestamps gets none: it goes stale by looking back
     *    (Prometheus does the same).
     */

    private final Map<Labels, OnPage> pages = new HashMap<>();
    private final Map<Labels, StoredSeries> stored = new HashMap<>();
    private OptionalLong lastMillis = OptionalLong.empty();
    private long page;
    private int onThisPage;

    /// A series on the page.
    private static final class OnPage {
        private final Optional<StoredSeries> series;
        private long lastPage;

        OnPage(Optional<StoredSeries> series) {
            this.series = series;
        }
    }

    /// A series as it is stored.
    static final class StoredSeries {
        private final Labels labels;
        private long lastPage;
        private long lastMillis;
        private boolean current;
        private boolean next;

        StoredSeries(Labels labels) {
            this.labels = labels;
        }

        Labels labels() {
            return labels;
        }

        /// Whether the last page had it.
        boolean isCurrent() {
            return current;
        }

        /// Notes that this page has it without a timestamp of its own.
        void mark() {
            next = true;
        }
    }

    /// What became of a sample's place in its series.
    enum Place {
        FIRST,
        ANOTHER,
        /// This page has given the series a sample of that time already.
        TAKEN
    }

    /// What the loop that takes over needs to know: the series, but not how this loop worked out their labels.
    SeriesMemory successor() {
        var next = new SeriesMemory();
        stored.forEach((labels, series) -> {
            if (series.current) {
                var same = new StoredSeries(labels);
                same.current = true;
                next.stored.put(labels, same);
            }
        });
        next.lastMillis = lastMillis;
        return next;
    }

    /// When the target was last scraped; empty when it never was.
    OptionalLong lastMillis() {
        return lastMillis;
    }

    void beginPage() {
        page++;
        onThisPage = 0;
    }

    /// The stored series of one on the page, when this page or the last had it already; empty in it when it is dropped.
    Optional<Optional<StoredSeries>> known(Labels onPage) {
        var known = pages.get(onPage);
        if (known == null) {
            return Optional.empty();
        }
        use(known);
        return Optional.of(known.series);
    }

    private void use(OnPage known) {
        if (known.lastPage != page) {
            known.lastPage = page;
            onThisPage++;
        }
    }

    Optional<StoredSeries> remember(Labels onPage, Optional<Labels> labels) {
        var known = new OnPage(labels.map(each -> stored.computeIfAbsent(each, StoredSeries::new)));
        pages.put(onPage, known);
        use(known);
        return known.series;
    }

    /// Takes a place for a sample of this page.
    Place take(StoredSeries series, long timestampMillis) {
        if (series.lastPage != page) {
            series.lastPage = page;
            series.lastMillis = timestampMillis;
            return Place.FIRST;
        }
        boolean taken = series.lastMillis == timestampMillis;
        series.lastMillis = timestampMillis;
        return taken ? Place.TAKEN : Place.ANOTHER;
    }

    /// Ends a page that was scraped at `millis`.
    ///
    /// @return the series that vanished with it
    List<Labels> endPage(long millis) {
        if (onThisPage < pages.size()) {
            pages.values().removeIf(known -> known.lastPage != page);
        }
        return ended(millis, true);
    }

    /// Ends a page that is not stored: every series vanishes.
    List<Labels> dropPage(long millis) {
        pages.clear();
        return ended(millis, false);
    }

    private List<Labels> ended(long millis, boolean kept) {
        lastMillis = OptionalLong.of(millis);
        var vanished = new ArrayList<Labels>();
        var series = stored.values().iterator();
        while (series.hasNext()) {
            var each = series.next();
            boolean stays = kept && each.next;
            if (each.current && !stays) {
                vanished.add(each.labels);
            }
            each.current = stays;
            each.next = false;
            if (!kept || each.lastPage != page) {
                series.remove();
            }
        }
        return vanished;
    }
}

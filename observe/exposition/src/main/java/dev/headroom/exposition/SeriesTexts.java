package dev.headroom.exposition;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The series of earlier pages of one source by their text, so that a line that comes again is not taken apart again.
/// Used by one page at a time; forgets what the last page did not have.
public final class SeriesTexts {

    private static final int FEWEST = 64;

    private @Nullable Known[] table = new @Nullable Known[FEWEST];
    private int size;
    private int onThisPage;
    private long page;

    /// A text with its labels. What `le` and `quantile` look like depends on the type that the page gives the metric.
    private static final class Known {
        private final byte[] text;
        private final int hash;
        private final MetricType type;
        private final PageLabels labels;
        private @Nullable Known next;
        private long lastPage;

        Known(byte[] text, int hash, MetricType type, PageLabels labels) {
            this.text = text;
            this.hash = hash;
            this.type = type;
            this.labels = labels;
        }

        boolean is(byte[] bytes, int from, int to) {
            return Arrays.equals(text, 0, text.length, bytes, from, to);
        }
    }

    /// A stretch of a page that names a series.
    @SuppressWarnings("ArrayRecordComponent") // made once and read once, never compared
    record Stretch(byte[] page, int from, int to, int hash) {}

    void beginPage() {
        page++;
        onThisPage = 0;
    }

    @Nullable PageLabels find(Stretch stretch, MetricType type) {
        for (var known = table[place(stretch.hash())]; known != null; known = known.next) {
            if (known.hash == stretch.hash()
                    && known.type == type
                    && known.is(stretch.page(), stretch.from(), stretch.to())) {
                use(known);
                return known.labels;
            }
        }
        return null;
    }

    private void use(Known known) {
        if (known.lastPage != page) {
            known.lastPage = page;
            onThisPage++;
        }
    }

    void add(Stretch stretch, MetricType type, PageLabels labels) {
        if (size == table.length) {
            resize(2 * size);
        }
        var text = Arrays.copyOfRange(stretch.page(), stretch.from(), stretch.to());
        var known = new Known(text, stretch.hash(), type, labels);
        put(known);
        size++;
        use(known);
    }

    private void put(Known known) {
        int place = place(known.hash);
        known.next = table[place];
        table[place] = known;
    }

    private int place(int hash) {
        return (hash ^ (hash >>> 15)) & (table.length - 1);
    }

    /// Forgets the texts that this page did not have.
    void endPage() {
        if (onThisPage < size) {
            resize(Math.max(FEWEST, Integer.highestOneBit(Math.max(1, onThisPage)) << 1));
        }
    }

    /// Makes a table of another size, with what was used on this page or, while it grows, with everything.
    private void resize(int length) {
        boolean grows = length > table.length;
        var before = table;
        table = new @Nullable Known[length];
        size = 0;
        for (var first : before) {
            var known = first;
            while (known != null) {
                var next = known.next;
                if (grows || known.lastPage == page) {
                    put(known);
                    size++;
                }
                known = next;
            }
        }
    }
}

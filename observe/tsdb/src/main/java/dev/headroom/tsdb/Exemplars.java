package dev.headroom.tsdb;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.tsdb.HeadBatch.Pointed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The newest exemplars of all series: single observations that samples point at, usually traces.
///
/// At most [#capacity()] are kept, over all series together (limit `exemplars`); the oldest go first. They are in
/// memory; a journal is told of each that is kept.
public final class Exemplars {

    /// The most characters that the labels of one exemplar may have together (limit `exemplarLabelCharacters`), as
    /// OpenMetrics says; one with more is not kept.
    public static final int LABEL_CHARACTERS = 128;

    private final int capacity;
    private final Consumer<List<Pointed>> journal;
    private final Deque<Pointed> kept = new ArrayDeque<>();
    private final Map<Labels, Exemplar> newest = new HashMap<>();
    private BiConsumer<Labels, Exemplar> told = (_, _) -> {};

    /// One exemplar.
    ///
    /// @param ownTime whether the time is its own; without one it got that of the sample that points at it, so that it
    ///     seems to be another one whenever it is scraped again
    public record Exemplar(Labels labels, double value, long timestampMillis, boolean ownTime) {

        /// An exemplar with a time of its own.
        public Exemplar(Labels labels, double value, long timestampMillis) {
            this(labels, value, timestampMillis, true);
        }

        /// The exemplar, with the time of its sample if it has none of its own.
        public Exemplar at(long sampleMillis) {
            return ownTime ? this : new Exemplar(labels, value, sampleMillis, false);
        }

        private boolean isAgain(Exemplar other) {
            return labels.equals(other.labels)
                    && value == other.value
                    && (timestampMillis == other.timestampMillis || (!ownTime && !other.ownTime));
        }

        private boolean isBefore(Exemplar other) {
            if (timestampMillis != other.timestampMillis) {
                return timestampMillis < other.timestampMillis;
            }
            return value == other.value ? labels.compareTo(other.labels) < 0 : value < other.value;
        }

        private int labelCharacters() {
            int characters = 0;
            for (int i = 0; i < labels.size(); i++) {
                characters += labels.nameAt(i).codePointCount(0, labels.nameAt(i).length());
                characters += labels.valueAt(i).codePointCount(0, labels.valueAt(i).length());
            }
            return characters;
        }
    }

    /// The exemplars of one series, oldest first.
    public record OfSeries(Labels series, List<Exemplar> exemplars) {
        public OfSeries {
            exemplars = List.copyOf(exemplars);
        }
    }

    public Exemplars(int capacity) {
        this(capacity, _ -> {});
    }

    /// @param journal told of what is kept, in the order in which it is
    Exemplars(int capacity, Consumer<List<Pointed>> journal) {
        if (capacity < 0) {
            throw new IllegalArgumentException("exemplars: expected a limit of at least 0, got " + capacity);
        }
        this.capacity = capacity;
        this.journal = journal;
    }

    public int capacity() {
        return capacity;
    }

    synchronized int size() {
        return kept.size();
    }

    /// Keeps an exemplar, unless the series has that one or a newer one already.
    public void add(Labels series, Exemplar exemplar) {
        add(List.of(new Pointed(series, exemplar)));
    }

    /// Keeps those of which their series has not the same or a newer one already.
    synchronized void add(List<Pointed> pointed) {
        var fresh = pointed.stream().filter(this::keep).toList();
        if (!fresh.isEmpty()) {
            journal.accept(fresh);
            fresh.forEach(one -> told.accept(one.series(), one.exemplar()));
        }
    }

    /// Takes back what the journal remembers.
    synchronized void restore(Pointed pointed) {
        boolean _ = keep(pointed);
    }

    /// What is kept, in the order in which it came.
    synchronized List<Pointed> all() {
        return List.copyOf(kept);
    }

    private boolean keep(Pointed pointed) {
        var exemplar = pointed.exemplar();
        var last = newest.get(pointed.series());
        boolean old = last != null && (exemplar.isAgain(last) || exemplar.isBefore(last));
        if (old || capacity == 0 || exemplar.labelCharacters() > LABEL_CHARACTERS) {
            return false;
        }
        if (kept.size() == capacity) {
            var gone = kept.removeFirst();
            newest.remove(gone.series(), gone.exemplar());
        }
        kept.addLast(pointed);
        newest.put(pointed.series(), exemplar);
        return true;
    }

    /// Tells of every exemplar that is kept from now on, with its series. Who is told must not wait.
    public synchronized void onKept(BiConsumer<Labels, Exemplar> listener) {
        told = listener;
    }

    /// The exemplars from `minMillis` to `maxMillis`, both included, of the series that pass one of the selectors,
    /// sorted by series.
    public synchronized List<OfSeries> select(long minMillis, long maxMillis, List<List<Matcher>> selectors) {
        var found = new TreeMap<Labels, List<Exemplar>>();
        var passes = new HashMap<Labels, Boolean>();
        for (var one : kept) {
            long at = one.exemplar().timestampMillis();
            boolean inTime = at >= minMillis && at <= maxMillis;
            if (inTime && passes.computeIfAbsent(one.series(), series -> passesOne(series, selectors))) {
                found.computeIfAbsent(one.series(), _ -> new ArrayList<>()).add(one.exemplar());
            }
        }
        return found.entrySet().stream()
                .map(entry -> new OfSeries(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static boolean passesOne(Labels series, List<List<Matcher>> selectors) {
        return selectors.stream().anyMatch(
                matchers -> matchers.stream().allMatch(matcher -> matcher.matches(series.value(matcher.name()))));
    }
}

package dev.headroom.tsdb;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// The newest exemplars of all series, in memory: single observations that samples point at, usually traces.
///
/// At most [#capacity()] are kept, over all series together (limit `exemplars`, default 100 000); the oldest go first.
public final class Exemplars {

    public static final int DEFAULT_CAPACITY = 100_000;

    private final int capacity;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private final Map<Labels, Exemplar> newest = new HashMap<>();
    private BiConsumer<Labels, Exemplar> told = (_, _) -> {};

    /// One exemplar.
    public record Exemplar(Labels labels, double value, long timestampMillis) {}

    /// The exemplars of one series, oldest first.
    public record OfSeries(Labels series, List<Exemplar> exemplars) {
        public OfSeries {
            exemplars = List.copyOf(exemplars);
        }
    }

    private record Kept(Labels series, Exemplar exemplar) {}

    public Exemplars(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("exemplars: expected a limit of at least 0, got " + capacity);
        }
        this.capacity = capacity;
    }

    public int capacity() {
        return capacity;
    }

    /// Keeps an exemplar, unless the series has that one or a newer one already.
    public synchronized void add(Labels series, Exemplar exemplar) {
        var last = newest.get(series);
        boolean old = last != null
                && (last.equals(exemplar) || last.timestampMillis() > exemplar.timestampMillis());
        if (old || capacity == 0) {
            return;
        }
        if (kept.size() == capacity) {
            var gone = kept.removeFirst();
            newest.remove(gone.series(), gone.exemplar());
        }
        kept.addLast(new Kept(series, exemplar));
        newest.put(series, exemplar);
        told.accept(series, exemplar);
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

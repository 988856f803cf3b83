package dev.headroom.tsdb;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds series by matchers: label name to value to the series with that pair. Guarded by the head's lock.
final class LabelIndex {

    /* How a selector is answered.
     *
     * 1. Matchers that a missing label cannot pass narrow the search. An equality names one list of series, any other
     *    the lists of all values that pass it (a series has one value per name, so they are disjoint). The shortest is
     *    the start; a label with more values than the start has series is not looked through.
     * 2. Without any narrowing matcher, the start is every series.
     * 3. The start is filtered by the remaining matchers on the labels themselves, where a missing label has the empty
     *    value; that is the rule of Prometheus (`{a!="b"}` and `{a=~".*"}` find series without `a`). What a regular
     *    expression said of a value is remembered for the length of the search: series are many, values few.
     */

    private final Map<String, Map<String, Postings>> byName = new HashMap<>();
    private final Postings all = new Postings();

    void add(MemorySeries series) {
        all.add(series);
        series.labels().forEach((name, value) -> byName.computeIfAbsent(name, _ -> new HashMap<>())
                .computeIfAbsent(value, _ -> new Postings())
                .add(series));
    }

    /// Forgets series, which must be marked as removed.
    void remove(Collection<MemorySeries> dead) {
        Map<String, Set<String>> touched = new HashMap<>();
        for (var series : dead) {
            series.labels().forEach((name, value) ->
                    touched.computeIfAbsent(name, _ -> new HashSet<>()).add(value));
        }
        touched.forEach(this::dropRemoved);
        all.dropRemoved();
    }

    private void dropRemoved(String name, Set<String> touched) {
        var values = byName.getOrDefault(name, Map.of());
        for (var value : touched) {
            var postings = values.get(value);
            if (postings != null) {
                postings.dropRemoved();
                if (postings.size() == 0) {
                    values.remove(value);
                }
            }
        }
        if (values.isEmpty()) {
            byName.remove(name);
        }
    }

    /// Every series, in the order of creation.
    List<MemorySeries> everything() {
        var found = new ArrayList<MemorySeries>(all.size());
        all.addTo(found);
        return found;
    }

    /// The names of the labels of the wanted series.
    SortedSet<String> names(Predicate<MemorySeries> wanted) {
        var names = new TreeSet<String>();
        byName.forEach((name, values) -> {
            if (values.values().stream().anyMatch(postings -> postings.any(wanted))) {
                names.add(name);
            }
        });
        return names;
    }

    /// The values that a label has on the wanted series.
    SortedSet<String> values(String name, Predicate<MemorySeries> wanted) {
        var found = new TreeSet<String>();
        byName.getOrDefault(name, Map.of()).forEach((value, postings) -> {
            if (postings.any(wanted)) {
                found.add(value);
            }
        });
        return found;
    }

    /// The series that pass all matchers, in no order.
    List<MemorySeries> find(List<Matcher> matchers) {
        var start = start(matchers);
        var found = start == null ? everything() : start.series();
        for (var matcher : matchers) {
            if (found.isEmpty()) {
                break;
            }
            if (start == null || !start.matcher().equals(matcher)) {
                var passes = passes(matcher);
                found.removeIf(series -> !passes.test(series.labels()));
            }
        }
        return found;
    }

    /// Where a search begins: the series that pass one matcher.
    ///
    /// @param size how many they are
    private record Start(Matcher matcher, List<Postings> lists, int size) {

        Start(Matcher matcher, List<Postings> lists) {
            this(matcher, lists, lists.stream().mapToInt(Postings::size).sum());
        }

        List<MemorySeries> series() {
            var series = new ArrayList<MemorySeries>(size);
            lists.forEach(list -> list.addTo(series));
            return series;
        }
    }

    /// Null when no matcher narrows the search.
    private @Nullable Start start(List<Matcher> matchers) {
        Start start = null;
        for (var matcher : matchers) {
            if (matcher.type() == Matcher.Type.EQUAL && !matcher.matchesAbsent()) {
                var postings = values(matcher).get(matcher.value());
                start = shorter(start, new Start(matcher, postings == null ? List.of() : List.of(postings)));
            }
        }
        for (var matcher : matchers) {
            boolean narrows = matcher.type() != Matcher.Type.EQUAL && !matcher.matchesAbsent();
            if (narrows && (start == null || values(matcher).size() < start.size())) {
                start = shorter(start, new Start(matcher, passing(matcher)));
            }
        }
        return start;
    }

    private static Start shorter(@Nullable Start one, Start other) {
        return one == null || other.size() < one.size() ? other : one;
    }

    private List<Postings> passing(Matcher matcher) {
        var passing = new ArrayList<Postings>();
        values(matcher).forEach((value, postings) -> {
            if (matcher.matches(value)) {
                passing.add(postings);
            }
        });
        return passing;
    }

    private Map<String, Postings> values(Matcher matcher) {
        return byName.getOrDefault(matcher.name(), Map.of());
    }

    private static Predicate<Labels> passes(Matcher matcher) {
        return switch (matcher.type()) {
            case EQUAL, NOT_EQUAL -> matcher::matches;
            case REGEX, NOT_REGEX -> {
                var known = new HashMap<String, Boolean>();
                yield labels -> known.computeIfAbsent(labels.value(matcher.name()), matcher::matches);
            }
        };
    }
}

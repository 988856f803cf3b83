package dev.headroom.tsdb;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Finds series by matchers: label name to value to the series with that pair. Guarded by the head's lock.
final class LabelIndex {

    /* How a selector is answered.
     *
     * 1. Matchers that a missing label cannot pass narrow the search. An equality names one list of series; the
     *    shortest such list is the start. Without an equality, the start is the union of the lists of all values that
     *    pass the first narrowing matcher (a series has one value per name, so the lists are disjoint).
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
        var found = start.map(this::candidates).orElseGet(this::everything);
        for (var matcher : matchers) {
            if (found.isEmpty()) {
                break;
            }
            if (start.isEmpty() || !start.get().equals(matcher)) {
                var passes = passes(matcher);
                found.removeIf(series -> !passes.test(series.labels()));
            }
        }
        return found;
    }

    private Optional<Matcher> start(List<Matcher> matchers) {
        Optional<Matcher> start = Optional.empty();
        int shortest = Integer.MAX_VALUE;
        for (var matcher : matchers) {
            if (matcher.matchesAbsent()) {
                continue;
            }
            if (matcher.type() == Matcher.Type.EQUAL) {
                var postings = values(matcher).get(matcher.value());
                int size = postings == null ? 0 : postings.size();
                if (size < shortest) {
                    shortest = size;
                    start = Optional.of(matcher);
                }
            } else if (start.isEmpty()) {
                start = Optional.of(matcher);
            }
        }
        return start;
    }

    private List<MemorySeries> candidates(Matcher start) {
        var found = new ArrayList<MemorySeries>();
        var values = values(start);
        if (start.type() == Matcher.Type.EQUAL) {
            var postings = values.get(start.value());
            if (postings != null) {
                postings.addTo(found);
            }
        } else {
            values.forEach((value, postings) -> {
                if (start.matches(value)) {
                    postings.addTo(found);
                }
            });
        }
        return found;
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

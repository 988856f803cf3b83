package dev.headroom.tsdb;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Something that answers selectors: the head, or the head and the blocks on disk.
public interface Queryable {

    /// The series that pass all matchers, sorted by labels, each with its samples from `minMillis` to `maxMillis`, both
    /// included. Stale markers are samples too. Series without a sample in the span are left out.
    List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers);

    /// The label sets that pass all matchers and have a sample in the span, sorted; no matcher passes everything.
    List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers);

    /// The names of labels of the series that pass all matchers and have a sample in the span; no matcher passes
    /// everything.
    default SortedSet<String> labelNames(long minMillis, long maxMillis, List<Matcher> matchers) {
        var names = new TreeSet<String>();
        series(minMillis, maxMillis, matchers).forEach(labels -> names.addAll(labels.names()));
        return names;
    }

    /// The values that a label has on these series.
    default SortedSet<String> labelValues(String name, long minMillis, long maxMillis, List<Matcher> matchers) {
        return series(minMillis, maxMillis, matchers).stream()
                .filter(labels -> labels.has(name))
                .map(labels -> labels.value(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// One selected series.
    record Selected(Labels labels, Samples samples) {}
}

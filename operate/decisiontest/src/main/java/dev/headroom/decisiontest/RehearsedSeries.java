package dev.headroom.decisiontest;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.tsdb.Queryable;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// The series that a script loads, and those that rules record from them. A series that is loaded stands in for the one
/// that a rule would record.
record RehearsedSeries(Queryable loaded, Queryable recorded) implements Queryable {

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        var all = new TreeMap<Labels, Selected>();
        recorded.select(minMillis, maxMillis, matchers).forEach(each -> all.put(each.labels(), each));
        loaded.select(minMillis, maxMillis, matchers).forEach(each -> all.put(each.labels(), each));
        return List.copyOf(all.values());
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        var all = new TreeSet<>(recorded.series(minMillis, maxMillis, matchers));
        all.addAll(loaded.series(minMillis, maxMillis, matchers));
        return List.copyOf(all);
    }
}

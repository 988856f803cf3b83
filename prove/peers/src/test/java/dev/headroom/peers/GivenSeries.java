package dev.headroom.peers;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.Queryable;
import java.util.Comparator;
import java.util.List;

/// The same series on our side.
record GivenSeries(List<WrittenSeries> series) implements Queryable {

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        return series.stream()
                .filter(each -> matchers.stream().allMatch(matcher -> matcher.matches(each.labels())))
                .map(each -> new Selected(each.labels(), between(each.samples(), minMillis, maxMillis)))
                .filter(selected -> selected.samples().size() > 0)
                .sorted(Comparator.comparing(Selected::labels))
                .toList();
    }

    private static Samples between(Samples samples, long minMillis, long maxMillis) {
        var times = new long[samples.size()];
        var values = new double[samples.size()];
        int size = 0;
        for (int i = 0; i < samples.size(); i++) {
            if (samples.timestamp(i) >= minMillis && samples.timestamp(i) <= maxMillis) {
                times[size] = samples.timestamp(i);
                values[size] = samples.value(i);
                size++;
            }
        }
        return new Samples(times, values, size);
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        return select(minMillis, maxMillis, matchers).stream().map(Selected::labels).toList();
    }
}

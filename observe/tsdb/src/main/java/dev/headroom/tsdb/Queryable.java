package dev.headroom.tsdb;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import java.util.List;

/// Something that answers selectors: the head, or the head and the blocks on disk.
public interface Queryable {

    /// The series that pass all matchers, sorted by labels, each with its samples from `minMillis` to `maxMillis`, both
    /// included. Stale markers are samples too. Series without a sample in the span are left out.
    List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers);

    /// The label sets that pass all matchers and have a sample in the span, sorted; no matcher passes everything.
    List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers);

    /// One selected series.
    record Selected(Labels labels, Samples samples) {}
}

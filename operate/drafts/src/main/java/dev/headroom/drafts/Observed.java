package dev.headroom.drafts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a running server, or a metrics page, has.
///
/// @param where it was seen, in words: a URL or a file
/// @param complete whether a series that is not here does not exist; a page of one target knows only its own
/// @param names of all metrics
/// @param buckets the upper bounds of classic histograms without `+Inf`, by the name of their `_bucket` series, sorted
public record Observed(String where, boolean complete, Set<String> names, Map<String, List<Double>> buckets) {

    public static final Observed NOTHING = new Observed("", false, Set.of(), Map.of());

    public Observed {
        names = Set.copyOf(names);
        var sorted = new TreeMap<String, List<Double>>();
        buckets.forEach((name, bounds) -> sorted.put(name, List.copyOf(new TreeSet<>(bounds))));
        buckets = Map.copyOf(sorted);
    }

    public Optional<List<Double>> bounds(String bucketSeries) {
        return Optional.ofNullable(buckets.get(bucketSeries)).filter(bounds -> !bounds.isEmpty());
    }
}

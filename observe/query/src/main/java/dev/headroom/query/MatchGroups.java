package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.promql.VectorMatching;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The series of the two sides of a binary operation, grouped by the labels that must be equal.
///
/// The groups do not depend on the step, so they are found once.
final class MatchGroups {

    private final VectorMatching matching;
    private final Set<String> names;
    private final Map<Labels, Group> groups = new LinkedHashMap<>();

    /// The series with equal matching labels.
    record Group(Labels labels, List<Series> left, List<Series> right) {}

    MatchGroups(VectorMatching matching, List<Series> left, List<Series> right) {
        this.matching = matching;
        this.names = new HashSet<>(matching.labels());
        if (!matching.on()) {
            names.add(Labels.NAME);
        }
        left.forEach(series -> of(series).left().add(series));
        right.forEach(series -> of(series).right().add(series));
    }

    /// The group that a series belongs to.
    Group of(Series series) {
        return groups.computeIfAbsent(
                matchLabels(series.labels()), labels -> new Group(labels, new ArrayList<>(), new ArrayList<>()));
    }

    /// The labels of a series that are matched.
    Labels matchLabels(Labels labels) {
        return matching.on() ? labels.only(names) : labels.without(names);
    }
}

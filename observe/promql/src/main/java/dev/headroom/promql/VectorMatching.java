package dev.headroom.promql;

import java.util.List;
import java.util.OptionalDouble;

/// How the elements of two instant vectors find each other in a binary operation.
///
/// @param on whether `labels` are the only ones compared (`on`), or the ones left out (`ignoring`, also when neither
///     is written)
/// @param include the labels that `group_left` or `group_right` copies from the "one" side
/// @param fillLeft the value for an element that is missing on the left (`fill`, `fill_left`; experimental)
/// @param fillRight the value for an element that is missing on the right (`fill`, `fill_right`; experimental)
public record VectorMatching(
        Cardinality cardinality,
        boolean on,
        List<String> labels,
        List<String> include,
        OptionalDouble fillLeft,
        OptionalDouble fillRight) {

    /// How many elements on the left belong to how many on the right.
    public enum Cardinality {
        ONE_TO_ONE,
        /// `group_left`
        MANY_TO_ONE,
        /// `group_right`
        ONE_TO_MANY,
        /// The set operators.
        MANY_TO_MANY
    }

    public VectorMatching {
        labels = List.copyOf(labels);
        include = List.copyOf(include);
    }
}

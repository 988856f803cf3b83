package dev.headroom.drafts;

import java.util.List;

/// A change that is certain to be meant: `check --fix` writes it.
///
/// @param description what it does, as an order: `write metricType: Value`
/// @param edits in one text, none inside another
public record Fix(String description, List<Edit> edits) {
    public Fix {
        edits = List.copyOf(edits);
        if (edits.isEmpty()) {
            throw new IllegalArgumentException("a fix without an edit: " + description);
        }
    }

    public static Fix of(String description, Edit edit) {
        return new Fix(description, List.of(edit));
    }
}

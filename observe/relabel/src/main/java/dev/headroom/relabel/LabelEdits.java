package dev.headroom.relabel;

import dev.headroom.model.Labels;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// A label set under relabelling: the original labels, what was set since, in the order of setting, and what was
/// removed.
///
/// The order is visible to `labelmap` alone, where the last writer of a name wins: it sees the untouched original
/// labels in the order of their names, then the labels that earlier rules set.
final class LabelEdits {

    private final Labels original;
    private final LinkedHashMap<String, String> added = new LinkedHashMap<>();
    private final Set<String> removed = new HashSet<>();

    LabelEdits(Labels original) {
        this.original = original;
    }

    String value(String name) {
        var set = added.get(name);
        if (set != null) {
            return set;
        }
        return removed.contains(name) ? "" : original.value(name);
    }

    /// Sets a label; an empty value removes it.
    void set(String name, String value) {
        if (value.isEmpty()) {
            remove(name);
        } else {
            added.put(name, value);
        }
    }

    void remove(String name) {
        added.remove(name);
        removed.add(name);
    }

    /// Visits the labels as they are now; changes made meanwhile are not visited.
    void forEach(BiConsumer<String, String> action) {
        var snapshot = new LinkedHashMap<String, String>();
        original.forEach((name, value) -> {
            if (!removed.contains(name) && !added.containsKey(name)) {
                snapshot.put(name, value);
            }
        });
        snapshot.putAll(added);
        snapshot.forEach(action);
    }

    Set<String> names() {
        var names = new LinkedHashSet<String>();
        forEach((name, _) -> names.add(name));
        return names;
    }

    Labels build() {
        if (added.isEmpty() && removed.isEmpty()) {
            return original;
        }
        var builder = original.toBuilder();
        removed.forEach(builder::remove);
        for (Map.Entry<String, String> entry : added.entrySet()) {
            builder.set(entry.getKey(), entry.getValue());
        }
        return builder.build();
    }
}

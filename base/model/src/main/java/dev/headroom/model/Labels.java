package dev.headroom.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// A set of label names with values, sorted by name; the identity of a series.
///
/// A label with an empty value is the same as no label (Prometheus data model), so it is never stored. Names are
/// compared as Java strings, which for names from the ASCII range is Prometheus' order of bytes.
public final class Labels implements Comparable<Labels> {

    /// The label that holds the metric name.
    public static final String NAME = "__name__";

    private static final Labels EMPTY = new Labels(new String[0]);

    /// Name, value, name, value, ... sorted by name.
    private final String[] pairs;
    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    public static Labels empty() {
        return EMPTY;
    }

    /// Labels from alternating names and values.
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("odd number of names and values: " + Arrays.toString(namesAndValues));
        }
        var builder = new Builder(EMPTY);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /// Labels from alternating names and values that are sorted by name already, as [#forEach] gives them. Takes
    /// ownership of the array.
    public static Labels ofSorted(String[] namesAndValues) {
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            boolean inOrder = i == 0 || namesAndValues[i - 2].compareTo(namesAndValues[i]) < 0;
            if (!inOrder || namesAndValues[i + 1].isEmpty()) {
                return of(namesAndValues);
            }
        }
        return namesAndValues.length % 2 == 0 ? new Labels(namesAndValues) : of(namesAndValues);
    }

    public static Labels of(Map<String, String> values) {
        var builder = new Builder(EMPTY);
        values.forEach(builder::set);
        return builder.build();
    }

    public int size() {
        return pairs.length / 2;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    public String nameAt(int index) {
        return pairs[2 * index];
    }

    public String valueAt(int index) {
        return pairs[2 * index + 1];
    }

    /// The value of a label, empty when it is not there.
    public String value(String name) {
        int at = indexOf(name);
        return at < 0 ? "" : pairs[2 * at + 1];
    }

    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /// The value of `__name__`, if there is one.
    public Optional<String> metricName() {
        int at = indexOf(NAME);
        return at < 0 ? Optional.empty() : Optional.of(pairs[2 * at + 1]);
    }

    private int indexOf(String name) {
        int low = 0;
        int high = size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = pairs[2 * middle].compareTo(name);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    public Labels with(String name, String value) {
        return toBuilder().set(name, value).build();
    }

    public Labels without(String name) {
        return has(name) ? keep(label -> !label.equals(name)) : this;
    }

    /// Only the labels in `names`.
    public Labels only(Collection<String> names) {
        return keep(names::contains);
    }

    /// All labels but those in `names`.
    public Labels without(Collection<String> names) {
        return keep(label -> !names.contains(label));
    }

    /// Only the labels whose name passes.
    public Labels keep(Predicate<String> names) {
        var kept = new ArrayList<String>(pairs.length);
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.test(pairs[i])) {
                kept.add(pairs[i]);
                kept.add(pairs[i + 1]);
            }
        }
        return kept.size() == pairs.length ? this : new Labels(kept.toArray(String[]::new));
    }

    public Map<String, String> asMap() {
        var map = new TreeMap<String, String>();
        forEach(map::put);
        return map;
    }

    public List<String> names() {
        var names = new ArrayList<String>(size());
        forEach((name, _) -> names.add(name));
        return names;
    }

    public Builder toBuilder() {
        return new Builder(this);
    }

    @Override
    public int compareTo(Labels other) {
        int shared = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < shared; i++) {
            int order = pairs[i].compareTo(other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels labels && hash == labels.hash && Arrays.equals(pairs, labels.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// The labels as PromQL writes them: `{a="1", b="2"}`, values with backslash, quote and newline escaped.
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        forEach((name, value) -> {
            if (text.length() > 1) {
                text.append(", ");
            }
            text.append(name).append("=\"").append(escape(value)).append('"');
        });
        return text.append('}').toString();
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /// Collects changes to a label set; used on one thread, once.
    public static final class Builder {
        private final TreeMap<String, String> values = new TreeMap<>();

        private Builder(Labels start) {
            start.forEach(values::put);
        }

        /// Sets a label; an empty value removes it.
        public Builder set(String name, String value) {
            if (value.isEmpty()) {
                values.remove(name);
            } else {
                values.put(name, value);
            }
            return this;
        }

        public Builder remove(String name) {
            values.remove(name);
            return this;
        }

        public String value(String name) {
            return values.getOrDefault(name, "");
        }

        public Labels build() {
            if (values.isEmpty()) {
                return EMPTY;
            }
            var pairs = new String[2 * values.size()];
            int i = 0;
            for (var entry : values.entrySet()) {
                pairs[i++] = entry.getKey();
                pairs[i++] = entry.getValue();
            }
            return new Labels(pairs);
        }
    }

    public static Builder builder() {
        return new Builder(EMPTY);
    }
}

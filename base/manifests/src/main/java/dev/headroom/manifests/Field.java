package dev.headroom.manifests;

import dev.headroom.model.PrometheusDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One value of a manifest with its place: the file, line and column, and the path of keys that leads to it.
///
/// A field that is not there is a [Missing]; it can be asked for children (missing too) and for optional values, and
/// complains by its path when a required value is read. `null` in YAML is the same as a missing field, as for
/// Kubernetes.
public sealed interface Field {

    Place place();

    /// Where a field stands. Line and column count from 1.
    record Place(String file, int line, int column, String path) {

        ManifestException wrong(String expected, String got) {
            return new ManifestException(this + ": expected " + expected + ", got " + got);
        }

        Place child(String key) {
            return new Place(file, line, column, path.isEmpty() ? key : path + "." + key);
        }

        @Override
        public String toString() {
            return file + ":" + line + ":" + column + (path.isEmpty() ? "" : ": " + path);
        }
    }

    /// A mapping in the order it was written. Keys whose value is `null` are not among the fields but in `nulls`, for
    /// the few languages (relabelling rules) in which a written `null` is not the same as nothing.
    record Mapping(Place place, Map<String, Field> fields, Map<String, Missing> nulls) implements Field {
        public Mapping {
            fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            nulls = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(nulls));
        }
    }

    record Sequence(Place place, List<Field> items) implements Field {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// A scalar: its text, and whether it was quoted (then it is a string whatever it looks like).
    record Scalar(Place place, String text, boolean quoted) implements Field {}

    record Missing(Place place) implements Field {}

    default boolean isMissing() {
        return this instanceof Missing;
    }

    /// The field of that name; [Missing] when it is not there.
    default Field at(String key) {
        return switch (this) {
            case Mapping mapping -> {
                var found = mapping.fields().get(key);
                yield found == null ? new Missing(place().child(key)) : found;
            }
            case Missing missing -> new Missing(missing.place().child(key));
            case Sequence _, Scalar _ -> throw place().wrong("a mapping", described());
        };
    }

    /// Whether this is a mapping in which that key is written with the value `null`.
    default boolean writtenNull(String key) {
        return this instanceof Mapping mapping && mapping.nulls().containsKey(key);
    }

    /// The items of a sequence; none when it is missing.
    default List<Field> items() {
        return switch (this) {
            case Sequence sequence -> sequence.items();
            case Missing _ -> List.of();
            case Mapping _, Scalar _ -> throw place().wrong("a list", described());
        };
    }

    /// The fields of a mapping; none when it is missing.
    default Map<String, Field> entries() {
        return switch (this) {
            case Mapping mapping -> mapping.fields();
            case Missing _ -> Map.of();
            case Sequence _, Scalar _ -> throw place().wrong("a mapping", described());
        };
    }

    /// Text of a mapping from strings to strings, such as labels.
    default Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        entries().forEach((key, field) -> texts.put(key, field.text()));
        return texts;
    }

    default String text() {
        return optionalText().orElseThrow(() -> place().wrong("a text", "nothing"));
    }

    default Optional<String> optionalText() {
        return switch (this) {
            case Scalar scalar -> Optional.of(scalar.text());
            case Missing _ -> Optional.empty();
            case Mapping _, Sequence _ -> throw place().wrong("a text", described());
        };
    }

    default String text(String fallback) {
        return optionalText().orElse(fallback);
    }

    /// One of the given words.
    default String oneOf(Set<String> words, String fallback) {
        var text = text(fallback);
        if (!words.contains(text)) {
            throw place().wrong("one of " + String.join(", ", words.stream().sorted().toList()), '"' + text + '"');
        }
        return text;
    }

    default int integer() {
        return optionalInteger().orElseThrow(() -> place().wrong("a whole number", "nothing"));
    }

    default Optional<Integer> optionalInteger() {
        return optionalText().map(text -> {
            try {
                return Integer.valueOf(text);
            } catch (NumberFormatException _) {
                throw place().wrong("a whole number", '"' + text + '"');
            }
        });
    }

    default int integer(int fallback) {
        return optionalInteger().orElse(fallback);
    }

    default boolean truth(boolean fallback) {
        return switch (text(Boolean.toString(fallback))) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case String other -> throw place().wrong("true or false", '"' + other + '"');
        };
    }

    /// A duration the way Prometheus writes it: `1h30m`, `15s`, `250ms`, `0`.
    default Optional<Duration> optionalDuration() {
        return optionalText().map(text -> {
            try {
                return PrometheusDuration.parse(text);
            } catch (DateTimeException _) {
                throw place().wrong("a duration like 5m or 1h30m", '"' + text + '"');
            }
        });
    }

    default Duration duration(Duration fallback) {
        return optionalDuration().orElse(fallback);
    }

    /// The names of fields that are not in `known`, each with its place; for warnings, because silence hides typing
    /// errors.
    default List<String> unknown(Set<String> known) {
        var unknown = new ArrayList<String>();
        entries().forEach((key, field) -> {
            if (!known.contains(key)) {
                unknown.add(field.place() + ": unknown field \"" + key + "\"");
            }
        });
        if (this instanceof Mapping mapping) {
            mapping.nulls().forEach((key, field) -> {
                if (!known.contains(key)) {
                    unknown.add(field.place() + ": unknown field \"" + key + "\"");
                }
            });
        }
        return unknown;
    }

    /// The error for a value that has the right form and the wrong meaning.
    default ManifestException wrong(String expected, String got) {
        return place().wrong(expected, got);
    }

    private String described() {
        return switch (this) {
            case Mapping _ -> "a mapping";
            case Sequence _ -> "a list";
            case Scalar scalar -> '"' + scalar.text() + '"';
            case Missing _ -> "nothing";
        };
    }
}

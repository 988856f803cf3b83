package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks into fields without complaining: what is missing or of another form is nothing. That a form is wrong is the
/// finding of one rule; all others look at what is left.
public final class Peek {

    private Peek() {}

    /// The field at the end of a path of keys.
    public static Field at(Field field, String... path) {
        var found = field;
        for (var key : path) {
            found = found instanceof Field.Mapping || found.isMissing()
                    ? found.at(key)
                    : new Field.Missing(found.place());
        }
        return found;
    }

    /// The field at a path as error messages have it: `spec.metrics[0].type`; the deepest field on it that is written.
    public static Field path(Field root, String path) {
        var found = root;
        for (var key : path.split("\\.", -1)) {
            int bracket = key.indexOf('[');
            var next = at(found, bracket < 0 ? key : key.substring(0, bracket));
            if (bracket >= 0) {
                int index = Integer.parseInt(key.substring(bracket + 1, key.length() - 1));
                var items = items(next);
                next = index < items.size() ? items.get(index) : next;
            }
            if (next.isMissing()) {
                break;
            }
            found = next;
        }
        return found;
    }

    public static List<Field> items(Field field, String... path) {
        return at(field, path) instanceof Field.Sequence sequence ? sequence.items() : List.of();
    }

    public static Map<String, Field> entries(Field field, String... path) {
        return at(field, path) instanceof Field.Mapping mapping ? mapping.fields() : Map.of();
    }

    public static Optional<String> text(Field field, String... path) {
        return scalar(field, path).map(Field.Scalar::text);
    }

    public static Optional<Field.Scalar> scalar(Field field, String... path) {
        return at(field, path) instanceof Field.Scalar scalar ? Optional.of(scalar) : Optional.empty();
    }

    /// The texts of a mapping, such as labels.
    public static Map<String, String> texts(Field field, String... path) {
        var texts = new LinkedHashMap<String, String>();
        entries(field, path).forEach((key, value) -> text(value).ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    public static Optional<Integer> integer(Field field, String... path) {
        return text(field, path).flatMap(text -> {
            try {
                return Optional.of(Integer.valueOf(text.strip()));
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        });
    }

    public static Optional<Double> number(Field field, String... path) {
        return text(field, path).flatMap(text -> {
            try {
                return Optional.of(Double.valueOf(text.strip())).filter(Double::isFinite);
            } catch (NumberFormatException _) {
                return Optional.empty();
            }
        });
    }
}

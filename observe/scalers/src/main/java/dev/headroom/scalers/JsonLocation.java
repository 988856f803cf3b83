package dev.headroom.scalers;

import dev.headroom.triggers.GoText;
import dev.headroom.triggers.TriggerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A number in a JSON document, at the place that a [JsonPath] leads to.
///
/// A text counts when it is a quantity (`"100m"`). A number too large for a double is infinite, as in KEDA.
final class JsonLocation {

    private JsonLocation() {}

    static double find(String body, String location) {
        var value = follow(new JsonText(body).first(), JsonPath.parse(location)).orElse("");
        return switch (JsonText.kind(value)) {
            case STRING -> NoValueException.quantity(location, JsonText.unescaped(value));
            case NUMBER -> number(value);
            case NULL, FALSE, TRUE, JSON -> throw NoValueException.at(location, JsonText.kind(value).word());
        };
    }

    private static double number(String text) {
        try {
            return GoText.float64(text);
        } catch (TriggerException wrong) {
            return wrong.text().endsWith("value out of range")
                    ? (text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
                    : 0;
        }
    }

    private static Optional<String> follow(String value, List<JsonPath> path) {
        if (path.isEmpty()) {
            return Optional.of(value);
        }
        var rest = path.subList(1, path.size());
        return switch (path.getFirst()) {
            case JsonPath.This _ -> follow(value, rest);
            case JsonPath.Key key -> child(value, key).flatMap(child -> follow(child, rest));
            case JsonPath.Each _ -> each(value, rest);
            case JsonPath.Query query -> {
                var found = items(value).orElse(List.of()).stream()
                        .filter(item -> fits(item, query))
                        .toList();
                if (!query.all()) {
                    yield found.stream().findFirst().flatMap(item -> follow(item, rest));
                }
                yield each("[" + String.join(",", found) + "]", rest.isEmpty() ? List.of(new JsonPath.This()) : rest);
            }
        };
    }

    private static Optional<String> child(String value, JsonPath.Key key) {
        var found = new ArrayList<String>();
        boolean list = value.startsWith("[");
        var index = new int[] {0};
        new JsonText(value).each((name, child) -> {
            var own = list ? String.valueOf(index[0]) : name;
            index[0]++;
            if (key.wildcard().map(pattern -> pattern.matcher(own).matches()).orElse(own.equals(key.text()))) {
                found.add(child);
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private static Optional<List<String>> items(String value) {
        if (!value.startsWith("[")) {
            return Optional.empty();
        }
        var items = new ArrayList<String>();
        new JsonText(value).each((_, item) -> items.add(item));
        return Optional.of(items);
    }

    /// The number of items, or a list of what each has at the end of the path.
    private static Optional<String> each(String value, List<JsonPath> rest) {
        return items(value).map(items -> rest.isEmpty()
                ? String.valueOf(items.size())
                : "["
                        + String.join(
                                ",",
                                items.stream()
                                        .map(item -> follow(item, rest))
                                        .flatMap(Optional::stream)
                                        .toList())
                        + "]");
    }

    private static boolean fits(String item, JsonPath.Query query) {
        var left = follow(item, query.left());
        if (left.isEmpty() || query.operator().isEmpty()) {
            return left.isPresent();
        }
        var right = query.right();
        int order;
        if (JsonText.kind(left.get()) == JsonText.Kind.NUMBER) {
            order = Double.compare(number(left.get()), number(right));
        } else {
            order = plain(left.get()).compareTo(plain(right));
        }
        return switch (query.operator()) {
            case "==", "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "%" -> matches(plain(left.get()), plain(right));
            default -> !matches(plain(left.get()), plain(right));
        };
    }

    private static String plain(String value) {
        return value.startsWith("\"") ? JsonText.unescaped(value) : value;
    }

    private static boolean matches(String text, String wildcards) {
        var path = JsonPath.parse(wildcards.replace(".", "\\."));
        return path.size() == 1
                && path.getFirst() instanceof JsonPath.Key key
                && key.wildcard().map(pattern -> pattern.matcher(text).matches()).orElse(key.text().equals(text));
    }
}

package dev.headroom.scalers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// A number in a YAML document, at the place that keys and indices joined by dots name: `items.0.value`.
final class YamlLocation {

    /// How many collections may stand inside each other (limit `yaml depth`).
    private static final int MAX_LEVELS = 1_000;

    private YamlLocation() {}

    static double find(String body, String location) {
        Object root;
        try {
            var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
            checkLevels(new Parse(settings).parseString(body));
            root = new Load(settings).loadFromString(body);
        } catch (YamlEngineException wrong) {
            throw new NoValueException("yaml: " + wrong.getMessage());
        }
        if (root != null && !(root instanceof Map)) {
            throw new NoValueException("yaml: expected a mapping, got " + name(root));
        }
        return number(location, follow(root, location));
    }

    /// What makes an object of the events calls itself for each level.
    private static void checkLevels(Iterable<Event> events) {
        int level = 0;
        for (var event : events) {
            level += switch (event) {
                case CollectionStartEvent _ -> 1;
                case CollectionEndEvent _ -> -1;
                default -> 0;
            };
            if (level > MAX_LEVELS) {
                throw new NoValueException("yaml: expected at most " + MAX_LEVELS + " levels (yaml depth), got more");
            }
        }
    }

    private static @Nullable Object follow(@Nullable Object root, String location) {
        var current = children(root);
        for (var key : location.split("\\.", -1)) {
            if (!current.containsKey(key)) {
                throw new NoValueException("key '" + key + "' not found in path '" + location + "'");
            }
            var value = current.get(key);
            if (!(value instanceof Map) && !(value instanceof List)) {
                return value;
            }
            current = children(value);
        }
        throw new NoValueException("path '" + location + "' does not lead to a value");
    }

    private static Map<String, @Nullable Object> children(@Nullable Object value) {
        var children = new LinkedHashMap<String, @Nullable Object>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, child) -> children.put(String.valueOf(key), child));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                children.put(String.valueOf(i), list.get(i));
            }
        }
        return children;
    }

    private static double number(String location, @Nullable Object value) {
        return switch (value) {
            case null -> throw NoValueException.at(location, "<nil>");
            case Number number -> number.doubleValue();
            case String text -> NoValueException.quantity(location, text);
            default -> throw NoValueException.at(location, name(value));
        };
    }

    private static String name(Object value) {
        return switch (value) {
            case Boolean _ -> "bool";
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a mapping";
            case String _ -> "a text";
            default -> "a value of another type";
        };
    }
}

package dev.headroom.inspection;

import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// An object of the API as the YAML that a person would have written: without its status and without what the API
/// server notes down. Texts of several lines stand as blocks, so that what they hold can be read at its place.
final class ObjectText {

    private static final List<String> FIRST = List.of("apiVersion", "kind");
    private static final Set<String> NOTED = Set.of(
            "managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink",
            "ownerReferences", "finalizers");
    private static final String APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final StringBuilder text = new StringBuilder();

    private ObjectText() {}

    static String of(JsonNode object) {
        var writer = new ObjectText();
        FIRST.forEach(key -> writer.field(0, "", key, object.path(key)));
        object.properties().forEach(each -> {
            if (!FIRST.contains(each.getKey()) && !each.getKey().equals("status")) {
                writer.field(0, "", each.getKey(), each.getValue());
            }
        });
        return writer.text.toString();
    }

    private static boolean isNoted(String parent, String key) {
        return (parent.equals("metadata") && NOTED.contains(key)) || key.equals(APPLIED);
    }

    private void field(int depth, String parent, String key, JsonNode value) {
        if (!isNoted(parent, key)) {
            text.append("  ".repeat(depth)).append(key(key)).append(':');
            value(depth, depth == 0 ? key : "", value);
        }
    }

    /// What comes after a key or a dash, its line included.
    private void value(int depth, String parent, JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            text.append('\n');
            value.properties().forEach(each -> field(depth + 1, parent, each.getKey(), each.getValue()));
        } else if (value.isArray() && !value.isEmpty()) {
            text.append('\n');
            value.forEach(item -> item(depth + 1, item));
        } else if (value.isString() && value.asString().indexOf('\n') >= 0 && isBlock(value.asString())) {
            block(depth + 1, value.asString());
        } else {
            text.append(' ').append(value).append('\n');
        }
    }

    private void item(int depth, JsonNode item) {
        if (!item.isObject() || item.isEmpty()) {
            text.append("  ".repeat(depth)).append('-');
            value(depth, "", item);
            return;
        }
        int start = text.length();
        item.properties().forEach(each -> field(depth + 1, "", each.getKey(), each.getValue()));
        text.setCharAt(start + 2 * depth, '-');
    }

    /// Whether a text can stand as it is: no line begins or ends with what YAML would not keep.
    private static boolean isBlock(String value) {
        return value.chars().allMatch(each -> each == '\n' || (each >= ' ' && each != 0x7f))
                && !value.startsWith(" ")
                && !value.startsWith("\n");
    }

    private void block(int depth, String value) {
        text.append(value.endsWith("\n\n") ? " |+\n" : value.endsWith("\n") ? " |\n" : " |-\n");
        var lines = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
        for (var line : lines.split("\n", -1)) {
            text.append(line.isEmpty() ? "" : "  ".repeat(depth)).append(line).append('\n');
        }
    }

    private static String key(String key) {
        return key.matches("[A-Za-z_][A-Za-z0-9_./-]*") && !key.matches("(?i)true|false|yes|no|on|off|null|y|n")
                ? key
                : '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}

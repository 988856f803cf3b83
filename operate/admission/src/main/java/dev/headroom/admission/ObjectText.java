package dev.headroom.admission;

import dev.headroom.drafts.Source;
import dev.headroom.manifests.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An object as a text, because rules read texts, and the path that stands in each line of it, because people who
/// applied an object never saw that text.
final class ObjectText {

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_-]+");
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final String root;
    private final StringBuilder text = new StringBuilder();
    private final List<String> paths = new ArrayList<>();
    private final Source source;
    private final Pattern places;

    /// @param root what the object itself is called where a message names its place
    private ObjectText(String name, String root, JsonNode object, Optional<String> scrapeInterval) {
        this.root = root;
        scrapeInterval.ifPresent(every -> {
            text.append("# headroom check: scrape-interval ").append(every);
            line(Annotations.path(Annotations.SCRAPE_INTERVAL));
        });
        write("", object, "");
        line("");
        this.source = new Source(name, text.toString());
        this.places = Pattern.compile(Pattern.quote(name) + ":(\\d+)(?::\\d+)?");
    }

    /// An object that is judged.
    static ObjectText judged(JsonNode object) {
        return new ObjectText(
                Names.of(object), "this object", written(object), Annotations.of(object).scrapeInterval());
    }

    /// An object that is there.
    static ObjectText there(JsonNode object) {
        return new ObjectText(Names.of(object), "in the cluster", written(object), Optional.empty());
    }

    /// Without what the API server and others note down about it.
    private static JsonNode written(JsonNode object) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(each -> copy.set(each.getKey(), each.getValue()));
        copy.remove("status");
        if (object.path("metadata") instanceof ObjectNode metadata) {
            var kept = metadata.deepCopy();
            kept.remove("managedFields");
            if (kept.path("annotations") instanceof ObjectNode annotations) {
                annotations.remove(LAST_APPLIED);
            }
            copy.set("metadata", kept);
        }
        return copy;
    }

    Source source() {
        return source;
    }

    /// The path of what stands at a place.
    String path(Field.Place place) {
        return paths.get(Math.clamp(place.line() - 1, 0, paths.size() - 1));
    }

    /// A message, with paths where it names places in this text.
    String words(String message) {
        return places.matcher(message).replaceAll(match -> {
            var path = paths.get(Math.clamp(Integer.parseInt(match.group(1)) - 1, 0, paths.size() - 1));
            return Matcher.quoteReplacement(path.isEmpty() ? root : path);
        });
    }

    private void line(String path) {
        text.append('\n');
        paths.add(path);
    }

    /// JSON, with each entry and each item in lines of its own.
    private void write(String path, JsonNode node, String indent) {
        if (node.isObject() && !node.isEmpty()) {
            text.append('{');
            line(path);
            int left = node.size();
            for (var each : node.properties()) {
                var below = path + (PLAIN_KEY.matcher(each.getKey()).matches()
                        ? (path.isEmpty() ? "" : ".") + each.getKey()
                        : "[\"" + each.getKey() + "\"]");
                text.append(indent).append("  ");
                quote(each.getKey());
                text.append(": ");
                write(below, each.getValue(), indent + "  ");
                left--;
                text.append(left > 0 ? "," : "");
                line(below);
            }
            text.append(indent).append('}');
        } else if (node.isArray() && !node.isEmpty()) {
            text.append('[');
            line(path);
            for (int i = 0; i < node.size(); i++) {
                var below = path + "[" + i + "]";
                text.append(indent).append("  ");
                write(below, node.get(i), indent + "  ");
                text.append(i < node.size() - 1 ? "," : "");
                line(below);
            }
            text.append(indent).append(']');
        } else if (node.isString()) {
            quote(node.asString());
        } else {
            text.append(node);
        }
    }

    /// Escapes what YAML does not take as it is, too.
    private void quote(String value) {
        text.append('"');
        value.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                text.append('\\').appendCodePoint(point);
            } else if (isWritten(point)) {
                text.appendCodePoint(point);
            } else {
                text.append(String.format("\\u%04x", point));
            }
        });
        text.append('"');
    }

    private static boolean isWritten(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.FORMAT -> point > 0xffff;
            default -> true;
        };
    }
}

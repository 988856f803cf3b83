package dev.headroom.migration;

import dev.headroom.manifests.Field;
import java.util.List;
import java.util.Map;

/// Lines of YAML, indented as they are added.
final class YamlText {

    private final StringBuilder text = new StringBuilder();

    YamlText line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
        return this;
    }

    /// A comment, cut into lines of readable length.
    YamlText comment(int depth, String words) {
        var line = new StringBuilder("#");
        for (var word : words.split("\\s+")) {
            if (line.length() + word.length() + 2 * depth > 116 && line.length() > 1) {
                line(depth, line.toString());
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        return line(depth, line.toString());
    }

    /// A text in lines of its own.
    YamlText block(int depth, String key, String value) {
        line(depth, key + ": |");
        value.strip().lines().forEach(each -> line(depth + 1, each));
        return this;
    }

    /// A field as it was written, its comments apart.
    YamlText field(int depth, String key, Field field) {
        switch (field) {
            case Field.Scalar each -> line(depth, key + ": " + (each.quoted() ? quoted(each.text()) : each.text()));
            case Field.Missing _ -> line(depth, key + ": null");
            case Field.Sequence each -> {
                line(depth, key + ":");
                each.items().forEach(item -> item(depth, item));
            }
            case Field.Mapping each -> {
                line(depth, key + ":");
                each.fields().forEach((name, value) -> field(depth + 1, name, value));
            }
        }
        return this;
    }

    private void item(int depth, Field item) {
        if (item instanceof Field.Mapping mapping && !mapping.fields().isEmpty()) {
            boolean first = true;
            for (Map.Entry<String, Field> entry : mapping.fields().entrySet()) {
                var inner = new YamlText().field(0, entry.getKey(), entry.getValue());
                for (var written : inner.lines()) {
                    line(depth, (first ? "- " : "  ") + written);
                    first = false;
                }
            }
        } else {
            line(depth, "- " + scalar(item.text("")));
        }
    }

    List<String> lines() {
        return text.toString().lines().toList();
    }

    private static String scalar(String value) {
        return value.matches("[A-Za-z_][A-Za-z0-9_./-]*")
                && !value.matches("(?i)true|false|yes|no|on|off|null|y|n")
                ? value
                : quoted(value);
    }

    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

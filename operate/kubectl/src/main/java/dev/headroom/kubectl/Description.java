package dev.headroom.kubectl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The page that `kubectl describe` writes: lines of `Key:` and value, aligned.
final class Description {

    private static final int PADDING = 2;
    private static final int ANNOTATION_BYTES = 140;
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final TabWriter writer = new TabWriter(0, PADDING);

    void write(String text) {
        writer.write(Terminal.escaped(text));
    }

    String text() {
        return writer.text();
    }

    void labels(JsonNode labels) {
        var lines = new ArrayList<String>();
        sorted(labels).forEach(key -> lines.add(key + "=" + labels.path(key).asString("")));
        write("Labels:\t" + (lines.isEmpty() ? "<none>" : String.join("\n\t", lines)) + "\n");
    }

    /// Values with line breaks, and those with which the line would be long, stand below their key.
    void annotations(JsonNode annotations) {
        var lines = new ArrayList<String>();
        for (var key : sorted(annotations)) {
            if (key.equals(LAST_APPLIED)) {
                continue;
            }
            var value = annotations.path(key).asString("");
            value = value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
            if (bytes(value) + bytes(key) + 2 > ANNOTATION_BYTES || value.contains("\n")) {
                lines.add(key + ":");
                for (var line : value.split("\n", -1)) {
                    lines.add("  " + shortened(line));
                }
            } else {
                lines.add(key + ": " + value);
            }
        }
        write("Annotations:\t" + (lines.isEmpty() ? "<none>" : String.join("\n\t", lines)) + "\n");
    }

    /// Cut by bytes, as kubectl does: a character that the cut goes through is lost.
    private static String shortened(String line) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        int most = ANNOTATION_BYTES - 2;
        return bytes.length <= most ? line : new String(bytes, 0, most, StandardCharsets.UTF_8) + "...";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<String> sorted(JsonNode mapping) {
        return mapping.properties().stream().map(entry -> entry.getKey()).sorted().toList();
    }
}

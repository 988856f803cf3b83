package dev.headroom.kubectl;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The events at the end of a description, oldest last occurrence first.
final class EventLines {

    private EventLines() {}

    static void write(List<JsonNode> events, Instant now, Description out) {
        if (events.isEmpty()) {
            out.write("Events:\t<none>\n");
            return;
        }
        out.write("Events:\n");
        out.write("  Type\tReason\tAge\tFrom\tMessage\n");
        out.write("  ----\t------\t----\t----\t-------\n");
        events.stream()
                .sorted(Comparator.comparing(event -> Age.time(event.path("lastTimestamp")).orElse(Age.ZERO)))
                .forEach(event -> out.write("  " + String.join("\t", cells(event, now)) + "\n"));
    }

    private static List<String> cells(JsonNode event, Instant now) {
        return List.of(
                event.path("type").asString(""),
                event.path("reason").asString(""),
                age(event, now),
                from(event),
                message(event));
    }

    /// `44s`, or `14s (x2 over 29s)` where it happened more than once.
    private static String age(JsonNode event, Instant now) {
        var first = Age.time(event.path("eventTime")).or(() -> Age.time(event.path("firstTimestamp")));
        var since = Age.of(first, now);
        if (event.path("series").isObject()) {
            var series = event.path("series");
            return Age.of(series.path("lastObservedTime"), now) + " (x" + series.path("count").asLong(0) + " over "
                    + since + ")";
        }
        long count = event.path("count").asLong(0);
        return count > 1
                ? Age.of(event.path("lastTimestamp"), now) + " (x" + count + " over " + since + ")"
                : since;
    }

    private static String from(JsonNode event) {
        var component = event.path("source").path("component").asString("");
        return component.isEmpty() ? event.path("reportingComponent").asString("") : component;
    }

    private static String message(JsonNode event) {
        var message = event.path("message").asString("");
        var fieldPath = event.path("involvedObject").path("fieldPath").asString("");
        return fieldPath.isEmpty() ? trimmed(message) : fieldPath + ": " + trimmed(message);
    }

    /// Without the blanks around it; what Unicode counts as white space, no-break ones included.
    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return Character.isSpaceChar(character) || (character >= '\t' && character <= '\r') || character == 0x85;
    }
}

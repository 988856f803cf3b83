package dev.headroom.records;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads decisions by their time. Nothing is kept: the files are read from the newest on, until there is enough. Lines
/// that cannot be read, such as the last one of a process that was killed, are passed over.
public final class DecisionHistory {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Sources files;

    /// The files to read, newest first.
    interface Sources {
        List<Path> newestFirst() throws IOException;
    }

    DecisionHistory(Sources files) {
        this.files = files;
    }

    /// A decision with the number that it had in its run.
    public record Entry(long id, DecisionRecord record) {}

    /// What is asked for.
    ///
    /// @param autoscaler `namespace/name`; empty for all
    /// @param from the earliest time
    /// @param to the latest time
    /// @param last at most so many, the newest of them
    public record Request(Optional<String> autoscaler, Instant from, Instant to, int last) {}

    /// Oldest first.
    ///
    /// @throws IOException when a file cannot be read
    public List<Entry> read(Request request) throws IOException {
        var found = new ArrayDeque<Entry>();
        for (var file : files.newestFirst()) {
            if (found.size() >= request.last()
                    || Files.getLastModifiedTime(file).toInstant().isBefore(request.from())) {
                break;
            }
            var part = part(file, request, request.last() - found.size());
            part.reversed().forEach(found::addFirst);
        }
        return List.copyOf(found);
    }

    private static List<Entry> part(Path file, Request request, int last) throws IOException {
        var newest = new ArrayDeque<JsonNode>();
        Predicate<JsonNode> asked = node -> node.path("op").asString("").equals("decision")
                && request.autoscaler()
                        .map(key -> key.equals(node.path("autoscaler").asString("")))
                        .orElse(true)
                && isWithin(node, request);
        try (var reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                parsed(line).filter(asked).ifPresent(newest::addLast);
                if (newest.size() > last) {
                    newest.removeFirst();
                }
            }
        }
        var entries = new ArrayList<Entry>();
        newest.forEach(node -> entries.add(new Entry(node.path("id").asLong(), DecisionJson.read(node))));
        return entries;
    }

    private static boolean isWithin(JsonNode node, Request request) {
        var time = Instant.parse(node.path("time").asString());
        return !time.isBefore(request.from()) && !time.isAfter(request.to());
    }

    private static Optional<JsonNode> parsed(String line) {
        try {
            return line.isBlank() ? Optional.empty() : Optional.of(MAPPER.readTree(line));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}

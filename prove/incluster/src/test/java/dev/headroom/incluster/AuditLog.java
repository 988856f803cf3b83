package dev.headroom.incluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the API server notes of every request: who asked for what, and when it came.
final class AuditLog {

    static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules: [{level: Metadata}]
            """;

    private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    AuditLog(Path file) {
        this.file = file;
    }

    /// @param code of the answer
    record Entry(String user, String verb, String resource, String path, Instant received, int code) {

        boolean is(String wanted, String what) {
            return verb.equals(wanted) && resource.equals(what);
        }
    }

    List<Entry> of(String user) {
        return all().stream().filter(entry -> entry.user().equals(user)).toList();
    }

    /// What everybody asked for.
    List<Entry> all() {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.endsWith("}"))
                    .map(AuditLog::entry)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Entry entry(String line) {
        JsonNode node = JSON.readTree(line);
        var object = node.path("objectRef");
        var sub = object.path("subresource").asString("");
        return new Entry(
                node.path("user").path("username").asString(""),
                node.path("verb").asString(""),
                object.path("resource").asString("") + (sub.isEmpty() ? "" : "/" + sub),
                node.path("requestURI").asString(""),
                Instant.parse(node.path("requestReceivedTimestamp").asString("")),
                node.path("responseStatus").path("code").asInt(0));
    }

    List<Entry> writes(String user) {
        return of(user).stream()
                .filter(each -> WRITES.contains(each.verb()) && !each.resource().equals("leases"))
                .toList();
    }

    /// What somebody was not allowed to do in a namespace.
    List<Entry> forbidden(String user, String namespace) {
        return of(user).stream()
                .filter(each -> each.code() == 403 && each.path().contains(namespace))
                .toList();
    }
}

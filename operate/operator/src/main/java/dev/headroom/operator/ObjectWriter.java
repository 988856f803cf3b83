package dev.headroom.operator;

import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the metadata and the status of one object, knowing what it wrote last.
///
/// A patch names the version that it was made for. Where the object changed meanwhile, it is read anew and the patch is
/// made once more, unless its spec is another one: then there is a newer wish, and what follows it writes.
final class ObjectWriter {

    private final KubernetesApi api;
    private final Resource resource;
    private final Held first;
    private @Nullable JsonNode newest;

    ObjectWriter(KubernetesApi api, Resource resource, Held object) {
        this.api = api;
        this.resource = resource;
        this.first = object;
        this.newest = object.json();
    }

    /// What was seen of the object by a watch, which may be older than what was written.
    void seen(Held object) {
        if (newest == null || number(object.json()) >= number(newest)) {
            newest = object.json();
        }
    }

    private static long number(JsonNode object) {
        var text = object.path("metadata").path("resourceVersion").asString("");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
    }

    JsonNode newest() {
        return newest == null ? first.json() : newest;
    }

    private String path() {
        return resource.path(first.namespace(), first.name());
    }

    /// Writes the status where it differs from what is there.
    ///
    /// @return empty where there was nothing to write
    Optional<Answer> status(ObjectNode status) {
        var answer = status(status, newest());
        if (answer.map(Answer::isConflict).orElse(false)
                && api.send(Request.read(path())) instanceof Answer.Done(var current)
                && generation(current) == generation(newest())) {
            newest = current;
            answer = status(status, current);
        }
        answer.flatMap(Answer::found).ifPresent(object -> newest = object);
        return answer;
    }

    private static long generation(JsonNode object) {
        return object.path("metadata").path("generation").asLong(0);
    }

    private Optional<Answer> status(ObjectNode status, JsonNode current) {
        var below = MergePatch.between(current.path("status"), status);
        if (below.isEmpty()) {
            return Optional.empty();
        }
        var patch = versioned(current);
        patch.set("status", below);
        return Optional.of(api.send(Request.merge(path() + "/status", patch)));
    }

    /// Patches `metadata`.
    Answer metadata(ObjectNode metadata) {
        var patch = versioned(newest());
        patch.withObject("/metadata").setAll(metadata);
        var answer = api.send(Request.merge(path(), patch));
        answer.found().ifPresent(object -> newest = object);
        return answer;
    }

    private static ObjectNode versioned(JsonNode current) {
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .put("resourceVersion", current.path("metadata").path("resourceVersion").asString(""));
        return patch;
    }
}

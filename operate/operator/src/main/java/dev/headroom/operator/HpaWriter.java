package dev.headroom.operator;

import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.StoredHpa;
import dev.headroom.kubectl.StoredHpaJson;
import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the HorizontalPodAutoscalers of a namespace what a reconcile wants them to be.
final class HpaWriter {

    /// How often one autoscaler is replaced whose status is written at the same time (limit `replaceAttempts`).
    private static final int ATTEMPTS = 5;

    private final Around around;
    private final Held owner;

    HpaWriter(Around around, Held owner) {
        this.around = around;
        this.owner = owner;
    }

    /// @param before as they were seen
    /// @param after as they are wanted; only what differs is written
    /// @return what the API server said against it; empty when everything was done
    Optional<String> write(Map<String, StoredHpa> before, Map<String, StoredHpa> after) {
        for (var name : before.keySet()) {
            if (!after.containsKey(name)) {
                var refusal = delete(name);
                if (refusal.isPresent()) {
                    return refusal;
                }
            }
        }
        for (var wanted : after.values()) {
            var there = before.get(wanted.name());
            var refusal = there == null
                    ? create(wanted)
                    : there.equals(wanted) ? Optional.<String>empty() : replace(wanted);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private String path(String name) {
        return Resource.AUTOSCALERS.path(owner.namespace(), name);
    }

    private Optional<String> create(StoredHpa wanted) {
        var answer = around.api()
                .send(Request.create(Resource.AUTOSCALERS.path(Optional.of(owner.namespace())), object(wanted)));
        if (!answer.isConflict()) {
            return refusal(answer);
        }
        // It may be the one that was made a moment ago, and that no watch has told of yet.
        var there = around.api().send(Request.read(path(wanted.name())));
        return there.found().map(this::isOurs).orElse(false) ? Optional.empty() : refusal(answer);
    }

    private boolean isOurs(JsonNode hpa) {
        return hpa.path("metadata").path("ownerReferences").valueStream()
                .anyMatch(each -> each.path("uid").asString("").equals(owner.uid()));
    }

    private Optional<String> replace(StoredHpa wanted) {
        var seen = around.cache().autoscalers().find(owner.namespace() + "/" + wanted.name());
        if (seen.isEmpty()) {
            return create(wanted);
        }
        return replace(wanted, seen.get());
    }

    /// Replaces the version that was seen, or a newer one where only the status is newer: nobody tells of that again.
    /// Who changed anything else has made an event of which the next reconcile hears.
    private Optional<String> replace(StoredHpa wanted, Held seen) {
        var object = object(wanted);
        var last = seen;
        for (int attempt = 1; ; attempt++) {
            object.withObject("/metadata").put("resourceVersion", last.version()).put("uid", last.uid());
            var answer = around.api().send(Request.replace(path(wanted.name()), object));
            if (!answer.isConflict() || attempt == ATTEMPTS) {
                return refusal(answer);
            }
            var newer = around.api().send(Request.read(path(wanted.name()))).found().flatMap(Held::of);
            if (newer.isEmpty() || !newer.get().wantsTheSame(seen)) {
                return Optional.empty();
            }
            last = newer.get();
        }
    }

    private Optional<String> delete(String name) {
        var seen = around.cache().autoscalers().find(owner.namespace() + "/" + name);
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        var options = JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.putObject("preconditions").put("uid", seen.get().uid());
        var answer = around.api().send(Request.delete(path(name), options));
        return answer.isNotFound() || answer.isConflict() ? Optional.empty() : refusal(answer);
    }

    private static Optional<String> refusal(Answer answer) {
        return answer.isDone() ? Optional.empty() : Optional.of(answer.why());
    }

    private ObjectNode object(StoredHpa wanted) {
        var object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", Resource.AUTOSCALERS.apiVersion())
                .put("kind", Resource.AUTOSCALERS.kind());
        var metadata = object.putObject("metadata").put("name", wanted.name()).put("namespace", wanted.namespace());
        put(metadata, "labels", wanted.labels());
        put(metadata, "annotations", wanted.annotations());
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", ScaledObject.API_VERSION)
                .put("kind", ScaledObject.KIND)
                .put("name", owner.name())
                .put("uid", owner.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        object.set("spec", StoredHpaJson.spec(wanted.spec()));
        return object;
    }

    private static void put(ObjectNode metadata, String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            var node = metadata.putObject(name);
            texts.forEach(node::put);
        }
    }
}

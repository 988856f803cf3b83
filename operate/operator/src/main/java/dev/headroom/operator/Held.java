package dev.headroom.operator;

import dev.headroom.kubernetes.EventRecorder;
import dev.headroom.kubernetes.JsonFields;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// An object of the cluster as it was last seen.
///
/// @param version its `resourceVersion`
record Held(String version, String uid, JsonNode json, Manifest manifest) {

    static Optional<Held> of(JsonNode json) {
        try {
            var metadata = json.path("metadata");
            return Optional.of(new Held(
                    metadata.path("resourceVersion").asString(""),
                    metadata.path("uid").asString(""),
                    json,
                    JsonFields.manifest(json)));
        } catch (ManifestException _) {
            // Without kind or name it is no object, and nothing can be said about it.
            return Optional.empty();
        }
    }

    String namespace() {
        return manifest.metadata().namespace();
    }

    String name() {
        return manifest.metadata().name();
    }

    JsonNode metadata() {
        return json.path("metadata");
    }

    long generation() {
        return metadata().path("generation").asLong(0);
    }

    Optional<Instant> created() {
        return PodReader.instant(metadata().path("creationTimestamp"));
    }

    boolean isGoing() {
        return metadata().has("deletionTimestamp");
    }

    List<String> finalizers() {
        return metadata().path("finalizers").valueStream().map(each -> each.asString("")).toList();
    }

    /// Whether nothing differs but the status, and what the API server notes down.
    boolean wantsTheSame(Held other) {
        return json.path("spec").equals(other.json.path("spec"))
                && metadata().path("labels").equals(other.metadata().path("labels"))
                && metadata().path("annotations").equals(other.metadata().path("annotations"))
                && metadata().path("finalizers").equals(other.metadata().path("finalizers"))
                && uid.equals(other.uid)
                && isGoing() == other.isGoing();
    }

    EventRecorder.Subject subject() {
        return new EventRecorder.Subject(manifest.apiVersion(), manifest.kind(), namespace(), name(), uid);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Held held && version.equals(held.version) && uid.equals(held.uid);
    }

    @Override
    public int hashCode() {
        return version.hashCode();
    }
}

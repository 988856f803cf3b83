package dev.headroom.discovery;

import dev.headroom.manifests.Field;
import java.util.Optional;

/// What an object is called among those of its kind.
///
/// @param namespace empty for an object of the whole cluster
public record ObjectName(String namespace, String name) {

    static ObjectName of(Field object) {
        var metadata = object.at("metadata");
        return new ObjectName(metadata.at("namespace").text(""), metadata.at("name").text(""));
    }

    static ObjectName ofCluster(String name) {
        return new ObjectName("", name);
    }

    /// The owner of a kind that controls an object.
    ///
    /// @param kind any when it is empty
    static Optional<Field> controller(Field object, String kind) {
        return object.at("metadata").at("ownerReferences").items().stream()
                .filter(owner -> owner.at("controller").text("false").equals("true"))
                .findFirst()
                .filter(owner -> kind.isEmpty() || owner.at("kind").text("").equals(kind));
    }
}

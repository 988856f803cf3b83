package dev.headroom.admission;

import tools.jackson.databind.JsonNode;

/// What objects are called.
final class Names {

    private Names() {}

    /// `ScaledObject shop/web`
    static String of(JsonNode object) {
        var metadata = object.path("metadata");
        var namespace = metadata.path("namespace").asString("");
        return object.path("kind").asString("") + " " + (namespace.isEmpty() ? "" : namespace + "/")
                + metadata.path("name").asString("");
    }
}

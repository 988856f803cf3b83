package dev.headroom.kubernetes;

import tools.jackson.databind.JsonNode;

/// One line of a watch.
///
/// @param type `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK` or `ERROR`
/// @param object the object as it is now (or was last); of an error, the `Status`
public record WatchEvent(String type, JsonNode object) {

    String resourceVersion() {
        return object.path("metadata").path("resourceVersion").asString("");
    }
}

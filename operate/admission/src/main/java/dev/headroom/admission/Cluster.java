package dev.headroom.admission;

import tools.jackson.databind.JsonNode;

/// The cluster that objects are admitted into.
@FunctionalInterface
public interface Cluster {

    /// What surrounds an object. Called once for each object whose spec is new.
    ///
    /// @param object with kind, name and namespace
    Neighbourhood around(JsonNode object);
}

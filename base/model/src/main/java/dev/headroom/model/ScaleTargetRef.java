package dev.headroom.model;

/// The object whose replicas are scaled, as `scaleTargetRef` names it.
public record ScaleTargetRef(String apiVersion, String kind, String namespace, String name) {

    @Override
    public String toString() {
        return kind + "/" + namespace + "/" + name;
    }
}

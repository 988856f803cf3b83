package dev.headroom.adapter;

/// A kind of object by the plural of its API paths: `pods`, `deployments.apps`.
///
/// @param group empty for the core group
public record GroupResource(String group, String resource) {

    public static final GroupResource PODS = new GroupResource("", "pods");
    public static final GroupResource NODES = new GroupResource("", "nodes");
    public static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    public static final GroupResource PERSISTENT_VOLUMES = new GroupResource("", "persistentvolumes");

    /// Whether its metrics always belong to the root, whatever else their series say.
    boolean isRooted() {
        return equals(NAMESPACES) || equals(NODES) || equals(PERSISTENT_VOLUMES);
    }

    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}

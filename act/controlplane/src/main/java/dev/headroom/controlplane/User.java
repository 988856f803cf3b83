package dev.headroom.controlplane;

import java.util.List;

/// Somebody whom the API server knows by a token.
///
/// @param groups what RBAC may bind to besides the name
public record User(String name, List<String> groups) {

    /// May do everything.
    public static final User ADMIN = new User("kubernetes-admin", List.of("system:masters"));

    public User {
        groups = List.copyOf(groups);
        if (name.isEmpty() || name.contains(",") || name.contains("\"") || groups.toString().contains("\"")) {
            throw new IllegalArgumentException("user: expected a name without commas and quotes, got " + name);
        }
    }

    /// A node, as the node authorizer knows it.
    public static User node(String name) {
        return new User("system:node:" + name, List.of("system:nodes"));
    }

    /// A part of the control plane, as the roles that come with Kubernetes know it.
    static User part(Part part) {
        return new User("system:" + part.program(), List.of());
    }
}

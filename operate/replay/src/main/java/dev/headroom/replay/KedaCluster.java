package dev.headroom.replay;

import dev.headroom.keda.ResourceKind;
import java.util.List;

/// The kinds that exist in the recorded cluster.
final class KedaCluster {

    static final List<ResourceKind> KINDS = List.of(
            new ResourceKind("apps/v1", "Deployment", "deployments"),
            new ResourceKind("apps/v1", "StatefulSet", "statefulsets"),
            new ResourceKind("argoproj.io/v1alpha1", "Rollout", "rollouts"));

    private KedaCluster() {}

    static ResourceKind kind(String name) {
        return KINDS.stream()
                .filter(each -> each.kind().equals(name))
                .findFirst()
                .orElseThrow(() -> new ReplayException("no kind " + name));
    }
}

package dev.headroom.discovery;

import dev.headroom.config.SdConfig;
import dev.headroom.discovery.ClusterObjects.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Objects of one kind that a discovery looks at, and so somebody has to list and watch.
///
/// @param namespace empty for all of them, and for objects of the whole cluster
public record WatchedKind(Kind kind, String namespace) {

    private static final Set<Kind> OF_THE_CLUSTER = EnumSet.of(Kind.NODE, Kind.NAMESPACE);

    /// The objects of all namespaces.
    public static WatchedKind everywhere(Kind kind) {
        return new WatchedKind(kind, "");
    }

    /// What `kubernetes_sd_configs` need, and nothing twice: where one of them looks everywhere, single namespaces are
    /// left out.
    ///
    /// @param ownNamespace where this program runs; empty outside of a cluster
    public static Set<WatchedKind> of(Collection<SdConfig.Kubernetes> configs, String ownNamespace) {
        var wanted = new HashSet<WatchedKind>();
        for (var config : configs) {
            var namespaces = namespaces(config, ownNamespace);
            for (var kind : kinds(config)) {
                if (OF_THE_CLUSTER.contains(kind)) {
                    wanted.add(everywhere(kind));
                } else {
                    namespaces.forEach(namespace -> wanted.add(new WatchedKind(kind, namespace)));
                }
            }
        }
        return withoutRepetition(wanted);
    }

    /// The same without namespaces of a kind that is watched everywhere.
    public static Set<WatchedKind> withoutRepetition(Set<WatchedKind> wanted) {
        var left = new HashSet<>(wanted);
        left.removeIf(each -> !each.namespace().isEmpty() && wanted.contains(everywhere(each.kind())));
        return Set.copyOf(left);
    }

    private static List<String> namespaces(SdConfig.Kubernetes config, String ownNamespace) {
        var namespaces = new ArrayList<>(config.namespaces());
        if (config.ownNamespace() && !ownNamespace.isEmpty()) {
            namespaces.add(ownNamespace);
        }
        return namespaces.isEmpty() ? List.of("") : namespaces;
    }

    /// The kinds of a role, and those that `attach_metadata` takes labels from.
    private static Set<Kind> kinds(SdConfig.Kubernetes config) {
        var kinds = switch (config.role()) {
            case NODE -> EnumSet.of(Kind.NODE);
            case SERVICE -> EnumSet.of(Kind.SERVICE);
            case INGRESS -> EnumSet.of(Kind.INGRESS);
            case POD -> EnumSet.of(Kind.POD);
            case ENDPOINTS -> EnumSet.of(Kind.ENDPOINTS, Kind.POD, Kind.SERVICE);
            case ENDPOINTSLICE -> EnumSet.of(Kind.ENDPOINTSLICE, Kind.POD, Kind.SERVICE);
        };
        var attached = config.attached();
        if (attached.node()) {
            kinds.add(Kind.NODE);
        }
        if (attached.namespace()) {
            kinds.add(Kind.NAMESPACE);
        }
        if (attached.deployment()) {
            kinds.add(Kind.REPLICASET);
        }
        if (attached.cronJob()) {
            kinds.add(Kind.JOB);
        }
        return kinds;
    }
}

package dev.headroom.adapter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The kinds that every Kubernetes cluster knows, in the order in which a name without a group is resolved.
public final class ResourceKinds {

    /// @param singular the kind in lower case
    private record Known(GroupResource plural, String singular, String kind, boolean namespaced) {}

    private static final List<Known> KNOWN = Stream.of(
                    core("Pod Service Endpoints ConfigMap Secret ServiceAccount PersistentVolumeClaim Event LimitRange"
                            + " ReplicationController ResourceQuota PodTemplate", true),
                    core("Namespace Node PersistentVolume", false),
                    of("apps", "Deployment ReplicaSet StatefulSet DaemonSet ControllerRevision", true),
                    of("batch", "Job CronJob", true),
                    of("autoscaling", "HorizontalPodAutoscaler", true),
                    of("networking.k8s.io", "Ingress NetworkPolicy", true),
                    of("networking.k8s.io", "IngressClass", false),
                    of("policy", "PodDisruptionBudget", true),
                    of("storage.k8s.io", "StorageClass VolumeAttachment CSIDriver CSINode", false),
                    of("discovery.k8s.io", "EndpointSlice", true),
                    of("coordination.k8s.io", "Lease", true),
                    of("rbac.authorization.k8s.io", "Role RoleBinding", true),
                    of("rbac.authorization.k8s.io", "ClusterRole ClusterRoleBinding", false),
                    of("scheduling.k8s.io", "PriorityClass", false),
                    of("apiextensions.k8s.io", "CustomResourceDefinition", false))
            .flatMap(stream -> stream)
            .toList();

    private ResourceKinds() {}

    private static Stream<Known> core(String kinds, boolean namespaced) {
        return of("", kinds, namespaced);
    }

    private static Stream<Known> of(String group, String kinds, boolean namespaced) {
        return Stream.of(kinds.split(" ")).map(kind -> {
            var singular = kind.toLowerCase(Locale.ROOT);
            return new Known(new GroupResource(group, plural(singular)), singular, kind, namespaced);
        });
    }

    /// As the API server's own guess, which holds for all kinds above.
    private static String plural(String singular) {
        if (singular.equals("endpoints")) {
            return singular;
        }
        if (singular.endsWith("s")) {
            return singular + "es";
        }
        return singular.endsWith("y") ? singular.substring(0, singular.length() - 1) + "ies" : singular + "s";
    }

    /// The kind that a singular or plural name with or without a group stands for; a group may be cut short.
    static Optional<GroupResource> normalized(GroupResource named) {
        var name = named.resource().toLowerCase(Locale.ROOT);
        if (named.group().isEmpty()) {
            return first(name, _ -> true);
        }
        return first(name, group -> group.equals(named.group()))
                .or(() -> first(name, group -> group.startsWith(named.group())));
    }

    private static Optional<GroupResource> first(String name, Predicate<String> group) {
        return KNOWN.stream()
                .filter(each -> each.singular().equals(name) || each.plural().resource().equals(name))
                .map(Known::plural)
                .filter(plural -> group.test(plural.group()))
                .findFirst();
    }

    /// A kind that no cluster brings itself, such as one of an operator: named with its group, its plural guessed.
    static GroupResource custom(GroupResource named) {
        var name = named.resource().toLowerCase(Locale.ROOT);
        boolean written = name.endsWith("s") && !name.endsWith("ss");
        return new GroupResource(named.group(), written ? name : plural(name));
    }

    static String singular(GroupResource resource) {
        return KNOWN.stream()
                .filter(each -> each.plural().equals(resource))
                .map(Known::singular)
                .findFirst()
                .orElseGet(() -> guessedSingular(resource.resource()));
    }

    private static String guessedSingular(String plural) {
        if (plural.endsWith("ies")) {
            return plural.substring(0, plural.length() - 3) + "y";
        }
        if (plural.endsWith("ses")) {
            return plural.substring(0, plural.length() - 2);
        }
        return plural.endsWith("s") ? plural.substring(0, plural.length() - 1) : plural;
    }

    /// What an object of a kind is asked for.
    ///
    /// @param apiVersion of the object: `v1`, `apps/v1`
    public static GroupResource ofKind(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return KNOWN.stream()
                .filter(each -> each.kind().equals(kind))
                .map(Known::plural)
                .filter(plural -> apiVersion.isEmpty() || plural.group().equals(group))
                .findFirst()
                .orElseGet(() -> custom(new GroupResource(group, kind)));
    }

    /// Whether objects of it live in namespaces; those of operators do, as far as anybody knows.
    public static boolean isNamespaced(GroupResource resource) {
        return KNOWN.stream()
                .filter(each -> each.plural().equals(resource))
                .map(Known::namespaced)
                .findFirst()
                .orElse(true);
    }
}

package dev.headroom.inspection;

import dev.headroom.drafts.Source;
import dev.headroom.kubernetes.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What is applied in a cluster, as texts that a check reads: what people wrote, and not what controllers made of it.
///
/// @param sources one per object, named as `scaledobject/web (namespace shop)`
/// @param notes what could not be read, one line each
public record AppliedObjects(List<Source> sources, List<String> notes) {

    private static final String MONITORING = "monitoring.coreos.com/v1";

    private static final List<Resource> KINDS = List.of(
            Resource.DEPLOYMENTS,
            Resource.STATEFUL_SETS,
            new Resource("apps/v1", "DaemonSet", "daemonsets"),
            new Resource("apps/v1", "ReplicaSet", "replicasets"),
            Resource.PODS,
            Resource.SERVICES,
            Resource.AUTOSCALERS,
            Resource.SCALED_OBJECTS,
            Resource.AUTHENTICATIONS,
            Resource.LIMIT_RANGES,
            new Resource("v1", "ResourceQuota", "resourcequotas"),
            new Resource(MONITORING, "ServiceMonitor", "servicemonitors"),
            new Resource(MONITORING, "PodMonitor", "podmonitors"),
            new Resource(MONITORING, "PrometheusRule", "prometheusrules"),
            new Resource(MONITORING, "Prometheus", "prometheuses"));

    /// Who makes objects that say nothing more than these do. Other controllers (a Rollout) keep what they make.
    private static final Set<String> MAKERS = Set.of(
            "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "ScaledObject");

    public AppliedObjects {
        sources = List.copyOf(sources);
        notes = List.copyOf(notes);
    }

    /// Lists what a check understands. Kinds that are not installed are left out, those that may not be listed are
    /// named.
    ///
    /// @throws InspectionException when the API server does not answer, or nothing at all may be listed
    public static AppliedObjects read(ClusterReads reads) {
        var sources = new ArrayList<Source>();
        var notes = new ArrayList<String>();
        for (var kind : KINDS) {
            var listing = reads.list(kind, reads.scope(), "");
            listing.refused().ifPresent(why -> notes.add(kind.plural() + " are not checked: " + why));
            listing.objects().stream()
                    .filter(each -> !isMade(each) && !isIdle(each))
                    .map(AppliedObjects::source)
                    .forEach(sources::add);
        }
        if (notes.size() == KINDS.size()) {
            throw new InspectionException(
                    "cluster " + reads.server() + ": " + ClusterReads.forbidden("list", "anything", reads.scope()));
        }
        return new AppliedObjects(sources, notes);
    }

    private static boolean isMade(JsonNode object) {
        return object.path("metadata").path("ownerReferences").valueStream()
                .anyMatch(each -> each.path("controller").asBoolean(false)
                        && MAKERS.contains(each.path("kind").asString("")));
    }

    /// The old revisions that a controller keeps.
    private static boolean isIdle(JsonNode object) {
        return object.path("kind").asString("").equals("ReplicaSet")
                && object.path("spec").path("replicas").asInt(1) == 0;
    }

    private static Source source(JsonNode object) {
        var metadata = object.path("metadata");
        var namespace = Optional.of(metadata.path("namespace").asString("")).filter(each -> !each.isEmpty());
        var name = object.path("kind").asString("").toLowerCase(Locale.ROOT) + "/" + metadata.path("name").asString("")
                + namespace.map(each -> " (namespace " + each + ")").orElse("");
        return new Source(name, ObjectText.of(object));
    }
}

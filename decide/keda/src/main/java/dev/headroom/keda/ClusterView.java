package dev.headroom.keda;

import dev.headroom.model.Quantity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of the cluster around a ScaledObject.
///
/// @param kinds that can be scaled
/// @param target empty when it does not exist
/// @param scaledObjects the others of the namespace
/// @param hpas those of the namespace, by name
/// @param limits the default requests and limits of the namespace's LimitRanges
/// @param credentials of the namespace
public record ClusterView(
        List<ResourceKind> kinds,
        Optional<Workload> target,
        List<ScaledObject> scaledObjects,
        Map<String, StoredHpa> hpas,
        List<Limit> limits,
        Credentials credentials) {

    public ClusterView {
        kinds = List.copyOf(kinds);
        scaledObjects = List.copyOf(scaledObjects);
        hpas = Map.copyOf(hpas);
        limits = List.copyOf(limits);
    }

    /// One in which there is nothing but a Deployment to scale.
    public static ClusterView of(Workload deployment) {
        return new ClusterView(
                List.of(ResourceKind.DEPLOYMENT),
                Optional.of(deployment),
                List.of(),
                Map.of(),
                List.of(),
                Credentials.NONE);
    }

    /// The scale target.
    public record Workload(int replicas, List<Container> containers) {
        public Workload {
            containers = List.copyOf(containers);
        }
    }

    /// @param requests and
    /// @param limits by resource
    /// @param environment its variables as far as they are known without running it
    public record Container(
            String name,
            Map<String, Quantity> requests,
            Map<String, Quantity> limits,
            Map<String, String> environment) {
        public Container {
            requests = Map.copyOf(requests);
            limits = Map.copyOf(limits);
            environment = Map.copyOf(environment);
        }

        boolean asksFor(String resource) {
            return positive(requests.get(resource)) || positive(limits.get(resource));
        }
    }

    /// One item of a LimitRange.
    ///
    /// @param type only `Container` counts
    public record Limit(String type, Map<String, Quantity> requests, Map<String, Quantity> limits) {
        public Limit {
            requests = Map.copyOf(requests);
            limits = Map.copyOf(limits);
        }

        boolean asksFor(String resource) {
            return type.equals("Container")
                    && (positive(requests.get(resource)) || positive(limits.get(resource)));
        }
    }

    private static boolean positive(@org.jspecify.annotations.Nullable Quantity quantity) {
        return quantity != null && quantity.sign() > 0;
    }

    /// Resolves the credentials of triggers.
    @FunctionalInterface
    public interface Credentials {

        /// None at all.
        Credentials NONE = (_, _) -> new Resolved(Map.of(), "");

        /// @param environment of the target's container
        Resolved of(TriggerSpec.AuthenticationRef ref, Map<String, String> environment);

        /// @param podIdentity whose identity is used; empty for none
        record Resolved(Map<String, String> parameters, String podIdentity) {
            public Resolved {
                parameters = Map.copyOf(parameters);
            }
        }
    }

    /// The same with other autoscalers.
    public ClusterView with(Map<String, StoredHpa> others) {
        return new ClusterView(kinds, target, scaledObjects, others, limits, credentials);
    }
}

package dev.headroom.kubernetes;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A kind of object as the API has it.
///
/// @param apiVersion `v1`, `apps/v1`
/// @param plural as in paths: `deployments`
public record Resource(String apiVersion, String kind, String plural) {

    public static final Resource PODS = new Resource("v1", "Pod", "pods");
    public static final Resource SERVICES = new Resource("v1", "Service", "services");
    public static final Resource SECRETS = new Resource("v1", "Secret", "secrets");
    public static final Resource CONFIG_MAPS = new Resource("v1", "ConfigMap", "configmaps");
    public static final Resource EVENTS = new Resource("v1", "Event", "events");
    public static final Resource LIMIT_RANGES = new Resource("v1", "LimitRange", "limitranges");
    public static final Resource DEPLOYMENTS = new Resource("apps/v1", "Deployment", "deployments");
    public static final Resource STATEFUL_SETS = new Resource("apps/v1", "StatefulSet", "statefulsets");
    public static final Resource LEASES = new Resource("coordination.k8s.io/v1", "Lease", "leases");
    public static final Resource AUTOSCALERS =
            new Resource("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");
    public static final Resource SCALED_OBJECTS = new Resource("keda.sh/v1alpha1", "ScaledObject", "scaledobjects");
    public static final Resource AUTHENTICATIONS =
            new Resource("keda.sh/v1alpha1", "TriggerAuthentication", "triggerauthentications");
    public static final Resource CLUSTER_AUTHENTICATIONS =
            new Resource("keda.sh/v1alpha1", "ClusterTriggerAuthentication", "clustertriggerauthentications");
    public static final Resource POD_METRICS = new Resource("metrics.k8s.io/v1beta1", "PodMetrics", "pods");

    public static final Resource API_SERVICES =
            new Resource("apiregistration.k8s.io/v1", "APIService", "apiservices");

    /// The path of all objects of a namespace, or of all namespaces.
    public String path(Optional<String> namespace) {
        var group = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        return group + namespace.map(each -> "/namespaces/" + encoded(each)).orElse("") + "/" + plural;
    }

    public String path(String namespace, String name) {
        return path(Optional.of(namespace)) + "/" + encoded(name);
    }

    /// A text as it stands in a path or a query.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

package dev.headroom.admission;

import dev.headroom.admission.Neighbourhood.Target;
import dev.headroom.drafts.Source;
import dev.headroom.keda.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A namespace with a Deployment, and an API server that asks about objects for it.
final class Shop implements Cluster {

    static final JsonMapper JSON = new JsonMapper();

    static final String GOOD = "sum(rate(http_requests_total[5m]))";
    static final String SHORT = "sum(rate(http_requests_total[1m]))";
    static final String P95 = "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_bucket[5m])))";

    Target target = Target.FOUND;
    Optional<Source> scraped = Optional.empty();
    boolean dryRun;
    private final List<JsonNode> objects = new ArrayList<>(List.of(deployment()));
    private final AdmissionReviews reviews = new AdmissionReviews(this);
    int asked;

    @Override
    public Neighbourhood around(JsonNode object) {
        asked++;
        return new Neighbourhood(target, objects, List.of(ResourceKind.DEPLOYMENT), scraped);
    }

    Shop with(JsonNode object) {
        objects.add(object);
        return this;
    }

    AdmissionReviews reviews() {
        return reviews;
    }

    static JsonNode deployment() {
        return JSON.readTree("""
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"},
                 "spec": {"template": {"spec": {"containers": [{"name": "app"}]}}}}
                """);
    }

    /// An autoscaler with one Prometheus trigger.
    static ObjectNode scaledObject(String name, String query) {
        var object = (ObjectNode) JSON.readTree("""
                {"apiVersion": "keda.sh/v1alpha1", "kind": "ScaledObject",
                 "metadata": {"name": "%s", "namespace": "shop", "uid": "1", "annotations": {}},
                 "spec": {"scaleTargetRef": {"name": "web"}, "minReplicaCount": 1, "maxReplicaCount": 9,
                          "triggers": [{"type": "prometheus", "metadata": {
                              "serverAddress": "http://prometheus:9090", "threshold": "10",
                              "ignoreNullValues": "false"}}],
                          "fallback": {"failureThreshold": 3, "replicas": 4}}}
                """.formatted(name));
        ((ObjectNode) object.at("/spec/triggers/0/metadata")).put("query", query);
        return object;
    }

    static ObjectNode annotated(ObjectNode object, String annotation, String value) {
        ((ObjectNode) object.at("/metadata/annotations")).put(annotation, value);
        return object;
    }

    static ObjectNode hpa(String name, String metrics) {
        return (ObjectNode) JSON.readTree("""
                {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
                 "metadata": {"name": "%s", "namespace": "shop", "annotations": {}},
                 "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
                          "minReplicas": 1, "maxReplicas": 9, "metrics": [%s]}}
                """.formatted(name, metrics));
    }

    static ObjectNode owned(ObjectNode hpa, String scaledObject) {
        ((ObjectNode) hpa.path("metadata")).putArray("ownerReferences").addObject()
                .put("kind", "ScaledObject").put("name", scaledObject).put("controller", true);
        return hpa;
    }

    /// What an API server sends.
    ObjectNode review(String operation, JsonNode object, Optional<JsonNode> old) {
        var review = JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        var request = review.putObject("request")
                .put("uid", "705ab4f5")
                .put("operation", operation)
                .put("namespace", "shop")
                .put("name", object.path("metadata").path("name").asString(""))
                .put("dryRun", dryRun);
        request.set("object", object);
        old.ifPresent(each -> request.set("oldObject", each));
        return review;
    }

    record Response(boolean allowed, String message, List<String> warnings) {}

    Response create(JsonNode object) {
        return response(review("CREATE", object, Optional.empty()));
    }

    Response update(JsonNode old, JsonNode object) {
        return response(review("UPDATE", object, Optional.of(old)));
    }

    Response response(JsonNode review) {
        var answer = reviews.answer(review.toString().getBytes(StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new AssertionError(answer.body());
        }
        var body = JSON.readTree(answer.body());
        var response = body.path("response");
        return new Response(
                response.path("allowed").asBoolean(),
                response.path("status").path("message").asString(""),
                response.path("warnings").valueStream().map(each -> each.asString()).toList());
    }
}

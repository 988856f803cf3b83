package dev.headroom.apiserver;

import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.metricsapi.RequestInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// TokenReview and SubjectAccessReview of the cluster that this program runs in. A review that nobody answered is asked
/// for once more.
public record ClusterReviews(KubernetesApi api) implements Reviews {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TOKENS = "/apis/authentication.k8s.io/v1/tokenreviews";
    private static final String ACCESS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    @Override
    public Optional<UserInfo> token(String token) throws ReviewException {
        var review = review("authentication.k8s.io/v1", "TokenReview");
        review.putObject("spec").put("token", token);
        var status = ask(TOKENS, review).path("status");
        if (!status.path("authenticated").asBoolean(false)) {
            return Optional.empty();
        }
        var user = status.path("user");
        return Optional.of(new UserInfo(
                user.path("username").asString(""),
                user.path("uid").asString(""),
                texts(user.path("groups")),
                extra(user.path("extra"))));
    }

    @Override
    public Access access(UserInfo user, RequestInfo request) throws ReviewException {
        var review = review("authorization.k8s.io/v1", "SubjectAccessReview");
        var spec = review.putObject("spec");
        spec.put("user", user.name());
        if (!user.uid().isEmpty()) {
            spec.put("uid", user.uid());
        }
        user.groups().forEach(spec.putArray("groups")::add);
        if (!user.extra().isEmpty()) {
            var extra = spec.putObject("extra");
            user.extra().forEach((key, values) -> values.forEach(extra.putArray(key)::add));
        }
        if (request.isResource()) {
            resource(spec.putObject("resourceAttributes"), request);
        } else {
            spec.putObject("nonResourceAttributes").put("path", request.path()).put("verb", request.verb());
        }
        var status = ask(ACCESS, review).path("status");
        boolean allowed = status.path("allowed").asBoolean(false) && !status.path("denied").asBoolean(false);
        return new Access(allowed, status.path("reason").asString(""));
    }

    private static void resource(ObjectNode attributes, RequestInfo request) {
        attributes
                .put("namespace", request.namespace())
                .put("verb", request.verb())
                .put("group", request.group())
                .put("version", request.version())
                .put("resource", request.resource())
                .put("subresource", request.subresource())
                .put("name", request.name());
    }

    private static ObjectNode review(String apiVersion, String kind) {
        return JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
    }

    private JsonNode ask(String path, JsonNode review) throws ReviewException {
        var answer = api.send(Request.review(path, review));
        if (answer instanceof Answer.Unanswered) {
            answer = api.send(Request.review(path, review));
        }
        var why = answer.why();
        return answer.found().orElseThrow(() -> new ReviewException(why));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asString("")));
        return texts;
    }

    private static Map<String, List<String>> extra(JsonNode object) {
        var extra = new TreeMap<String, List<String>>();
        object.properties().forEach(each -> extra.put(each.getKey(), texts(each.getValue())));
        return extra;
    }
}

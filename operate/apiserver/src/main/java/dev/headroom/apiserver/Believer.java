package dev.headroom.apiserver;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An object that leads the API server to a Service, and says in its `caBundle` whose certificates to believe there.
public sealed interface Believer {

    /// For messages: `APIService v1beta1.external.metrics.k8s.io`.
    String what();

    String path();

    /// The merge patch that tells it; empty when it leads to another Service, whose certificate is another one, or
    /// believes already.
    Optional<ObjectNode> change(JsonNode object, Belief belief);

    /// Whose certificates to believe for which Service.
    ///
    /// @param bundle as a `caBundle` has it, in base64
    record Belief(String namespace, String service, String bundle) {

        private static final JsonMapper JSON = JsonMapper.builder().build();

        private boolean isNewTo(JsonNode client) {
            var to = client.path("service");
            return to.path("name").asString("").equals(service)
                    && to.path("namespace").asString("").equals(namespace)
                    && !client.path("caBundle").asString("").equals(bundle);
        }
    }

    record OfApiService(String name) implements Believer {

        @Override
        public String what() {
            return "APIService " + name;
        }

        @Override
        public String path() {
            return "/apis/apiregistration.k8s.io/v1/apiservices/" + name;
        }

        @Override
        public Optional<ObjectNode> change(JsonNode object, Belief belief) {
            if (!belief.isNewTo(object.path("spec"))) {
                return Optional.empty();
            }
            var patch = Belief.JSON.createObjectNode();
            patch.putObject("spec").put("caBundle", belief.bundle());
            return Optional.of(patch);
        }
    }

    /// The webhooks of a ValidatingWebhookConfiguration. A merge patch replaces their list as a whole.
    record OfWebhooks(String name) implements Believer {

        @Override
        public String what() {
            return "ValidatingWebhookConfiguration " + name;
        }

        @Override
        public String path() {
            return "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/" + name;
        }

        @Override
        public Optional<ObjectNode> change(JsonNode object, Belief belief) {
            var patch = Belief.JSON.createObjectNode();
            var webhooks = patch.putArray("webhooks");
            boolean changed = false;
            for (var webhook : object.path("webhooks")) {
                var copy = webhook.deepCopy();
                if (copy.path("clientConfig") instanceof ObjectNode client && belief.isNewTo(client)) {
                    client.put("caBundle", belief.bundle());
                    changed = true;
                }
                webhooks.add(copy);
            }
            return changed ? Optional.of(patch) : Optional.empty();
        }
    }
}

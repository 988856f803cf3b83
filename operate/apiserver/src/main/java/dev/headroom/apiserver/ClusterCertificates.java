package dev.headroom.apiserver;

import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The certificate in a Secret, and the bundle in APIServices. Every write names the version that it replaces.
///
/// @param namespace of the Secret and of the Service
/// @param service that the APIServices lead to
/// @param apiServices whose `caBundle` is kept; one that is not there, or that leads to another Service, is passed over
public record ClusterCertificates(
        KubernetesApi api, String namespace, String secret, String service, List<String> apiServices)
        implements CertificateStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String API_SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices/";

    public ClusterCertificates {
        apiServices = List.copyOf(apiServices);
    }

    private String path() {
        return Resource.SECRETS.path(namespace, secret);
    }

    @Override
    public Optional<Kept> read() throws StoreException {
        var answer = api.send(Request.read(path()));
        if (answer.isNotFound()) {
            return Optional.empty();
        }
        var object = found(answer, "Secret " + namespace + "/" + secret);
        var data = new TreeMap<String, String>();
        object.path("data").properties().forEach(
                each -> data.put(each.getKey(), decoded(each.getValue().asString(""))));
        return Optional.of(new Kept(object.path("metadata").path("resourceVersion").asString(""), data));
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    @Override
    public boolean write(Optional<Kept> read, Map<String, String> data) throws StoreException {
        var object = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        object.put("type", "Opaque");
        var metadata = object.putObject("metadata").put("name", secret).put("namespace", namespace);
        read.ifPresent(each -> metadata.put("resourceVersion", each.version()));
        var encoded = object.putObject("data");
        data.forEach((key, text) -> encoded.put(key, encoded(text)));
        var answer = read.isPresent()
                ? api.send(Request.replace(path(), object))
                : api.send(Request.create(Resource.SECRETS.path(Optional.of(namespace)), object));
        if (answer.isConflict()) {
            return false;
        }
        found(answer, "Secret " + namespace + "/" + secret);
        return true;
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void publish(String bundle) throws StoreException {
        for (var name : apiServices) {
            var answer = api.send(Request.read(API_SERVICES + name));
            if (answer.isNotFound()) {
                continue;
            }
            var object = found(answer, "APIService " + name);
            var spec = object.path("spec");
            if (!leadsHere(spec.path("service")) || spec.path("caBundle").asString("").equals(encoded(bundle))) {
                continue;
            }
            ObjectNode patch = JSON.createObjectNode();
            patch.putObject("metadata")
                    .put("resourceVersion", object.path("metadata").path("resourceVersion").asString(""));
            patch.putObject("spec").put("caBundle", encoded(bundle));
            var patched = api.send(Request.merge(API_SERVICES + name, patch));
            if (!patched.isConflict()) {
                found(patched, "APIService " + name);
            }
        }
    }

    /// An APIService of another server, such as prometheus-adapter's, is believed by another certificate.
    private boolean leadsHere(JsonNode to) {
        return to.path("name").asString("").equals(service)
                && to.path("namespace").asString("").equals(namespace);
    }

    private static JsonNode found(Answer answer, String what) throws StoreException {
        var why = answer.why();
        return answer.found().orElseThrow(() -> new StoreException(what + ": " + why));
    }
}

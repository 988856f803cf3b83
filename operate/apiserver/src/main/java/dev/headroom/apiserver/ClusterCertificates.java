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

/// The certificate in a Secret, and the bundle where the API server is told about a Service. Every write names the
/// version that it replaces.
///
/// @param namespace of the Secret and of the Service
/// @param service that they lead to
/// @param believers whose `caBundle` is kept; one that is not there, or that leads to another Service, is passed over
public record ClusterCertificates(
        KubernetesApi api, String namespace, String secret, String service, List<Believer> believers)
        implements CertificateStore {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ClusterCertificates {
        believers = List.copyOf(believers);
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
        var belief = new Believer.Belief(namespace, service, encoded(bundle));
        for (var believer : believers) {
            var answer = api.send(Request.read(believer.path()));
            if (answer.isNotFound()) {
                continue;
            }
            var object = found(answer, believer.what());
            var change = believer.change(object, belief);
            if (change.isEmpty()) {
                continue;
            }
            change.get().putObject("metadata")
                    .put("resourceVersion", object.path("metadata").path("resourceVersion").asString(""));
            var patched = api.send(Request.merge(believer.path(), change.get()));
            if (!patched.isConflict()) {
                found(patched, believer.what());
            }
        }
    }

    private static JsonNode found(Answer answer, String what) throws StoreException {
        var why = answer.why();
        return answer.found().orElseThrow(() -> new StoreException(what + ": " + why));
    }
}

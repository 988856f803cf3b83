package dev.headroom.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.apiserver.CertificateStore.StoreException;
import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.Request;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ClusterCertificatesTest {

    /// An API server with one APIService.
    private static final class OneApiService implements KubernetesApi {

        private static final JsonMapper JSON = new JsonMapper();

        private final String service;
        private final List<Request> writes = new ArrayList<>();

        OneApiService(String service) {
            this.service = service;
        }

        @Override
        public Answer send(Request request) {
            if (request.verb().writes()) {
                writes.add(request);
            }
            return new Answer.Done(JSON.readTree("""
                    {"metadata": {"resourceVersion": "7"},
                     "spec": {"service": {"name": "%s", "namespace": "scaling"}}}
                    """.formatted(service)));
        }

        @Override
        public Watch watch(String path, WatchSink sink) {
            throw new UnsupportedOperationException(path);
        }
    }

    private static List<Request> written(String service) throws StoreException {
        var api = new OneApiService(service);
        var believers = List.<Believer>of(new Believer.OfApiService("v1beta1.custom.metrics.k8s.io"));
        new ClusterCertificates(api, "scaling", "serving", "headroom", believers).publish("PEM");
        return api.writes;
    }

    @Test
    void anApiServiceThatLeadsHereIsToldWhatToBelieve() throws StoreException {
        var patch = written("headroom").getFirst();
        assertEquals("/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.custom.metrics.k8s.io", patch.path());
        assertEquals("7", patch.body().orElseThrow().path("metadata").path("resourceVersion").asString(""));
        assertEquals("UEVN", patch.body().orElseThrow().path("spec").path("caBundle").asString(""));
    }

    @Test
    void anApiServiceOfAnotherServerIsLeftAlone() throws StoreException {
        assertEquals(List.of(), written("prometheus-adapter"));
    }

    /// An API server with one configuration of webhooks.
    private static final class OneConfiguration implements KubernetesApi {

        private final List<Request> writes = new ArrayList<>();
        private JsonNode object = new JsonMapper().readTree("""
                {"metadata": {"resourceVersion": "7"}, "webhooks": [
                 {"name": "other.dev", "clientConfig": {"service": {"name": "other", "namespace": "scaling"}}},
                 {"name": "check.headroom.dev", "failurePolicy": "Ignore",
                  "clientConfig": {"service": {"name": "headroom", "namespace": "scaling", "port": 9443}}}]}
                """);

        @Override
        public Answer send(Request request) {
            if (request.verb().writes()) {
                writes.add(request);
                object = request.body().orElseThrow();
            }
            return new Answer.Done(object);
        }

        @Override
        public Watch watch(String path, WatchSink sink) {
            throw new UnsupportedOperationException(path);
        }
    }

    @Test
    void aWebhookThatLeadsHereIsToldOnceAndTheOthersStayAsTheyAre() throws StoreException {
        var api = new OneConfiguration();
        var store = new ClusterCertificates(
                api, "scaling", "serving", "headroom", List.of(new Believer.OfWebhooks("headroom")));
        store.publish("PEM");
        store.publish("PEM");

        assertEquals(1, api.writes.size());
        var patch = api.writes.getFirst();
        assertEquals(
                "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/headroom", patch.path());
        var body = patch.body().orElseThrow();
        assertEquals("7", body.path("metadata").path("resourceVersion").asString(""));
        assertEquals("", body.at("/webhooks/0/clientConfig/caBundle").asString(""));
        assertEquals("UEVN", body.at("/webhooks/1/clientConfig/caBundle").asString(""));
        assertEquals("Ignore", body.at("/webhooks/1/failurePolicy").asString(""));
        assertEquals(9443, body.at("/webhooks/1/clientConfig/service/port").asInt(0));
    }
}

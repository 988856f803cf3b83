package dev.headroom.operator;

import dev.headroom.api.Parameters;
import dev.headroom.keda.MetricsServer;
import dev.headroom.kubernetes.Answer;
import dev.headroom.kubernetes.EventRecorder;
import dev.headroom.kubernetes.FencedApi;
import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.MemoryApi;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import dev.headroom.server.Views;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.triggers.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A cluster in memory with an operator's parts around it, in virtual time.
final class Rehearsal {

    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final JsonMapper JSON = new JsonMapper();

    final VirtualTimeline timeline = new VirtualTimeline(START);
    final MemoryApi server = new MemoryApi(timeline);
    Reading reading = new Reading.Number(0);
    boolean fenceOpen = true;
    private Mode mode = new Silent();
    private Around around;

    /// @param make the mode
    Rehearsal(Function<Around, Mode> make) {
        KubernetesApi api = new FencedApi(server, _ -> fenceOpen);
        var random = new Random(1);
        var cache = new ClusterCache(api, timeline, random, Optional.empty(), new Heard());
        var kinds = new Kinds(api);
        around = new Around(
                api,
                timeline,
                cache,
                new LiveCluster(api, cache, kinds, "keda"),
                kinds,
                _ -> reading,
                new EventRecorder(api, timeline, "headroom-operator", random),
                random,
                timeline::now);
        mode = make.apply(around);
    }

    private final class Heard implements ClusterCache.Listener {
        @Override
        public void autoscalerChanged(String key, Optional<Held> before, Optional<Held> after) {
            mode.autoscalerChanged(key, before, after);
        }

        @Override
        public void scaledObjectChanged(String key, Optional<Held> before, Optional<Held> after) {
            mode.scaledObjectChanged(key, before, after);
        }
    }

    /// Before there is a mode.
    private static final class Silent implements Mode {
        @Override
        public void lead(boolean now) {}

        @Override
        public void autoscalerChanged(String key, Optional<Held> before, Optional<Held> after) {}

        @Override
        public void scaledObjectChanged(String key, Optional<Held> before, Optional<Held> after) {}

        @Override
        public Optional<MetricsServer.Answer> served(String namespace, String scaledObject, String metric) {
            return Optional.empty();
        }

        @Override
        public List<Views.Autoscaler> autoscalers() {
            return List.of();
        }

        @Override
        public Map<String, List<String>> troubles() {
            return Map.of();
        }

        @Override
        public Map<String, Object> explain(Parameters parameters) {
            return Map.of();
        }

        @Override
        public void close() {}
    }

    Around around() {
        return around;
    }

    Mode mode() {
        return mode;
    }

    void start() {
        around.cache().start();
        pass(1);
        mode.lead(true);
        pass(2);
    }

    /// Another process takes over: what this one remembered is gone.
    void restart(Function<Around, Mode> make) {
        mode.lead(false);
        mode.close();
        pass(1);
        mode = make.apply(around);
        around.cache().scaledObjects().objects().forEach((key, held) ->
                mode.scaledObjectChanged(key, Optional.empty(), Optional.of(held)));
        mode.lead(true);
        pass(2);
    }

    void pass(int seconds) {
        timeline.advance(Duration.ofSeconds(seconds));
    }

    void create(Resource resource, String json) {
        var answer = server.send(Request.create(
                resource.path(Optional.of("shop")), JSON.readTree(json.replace('\'', '"'))));
        if (!answer.isDone()) {
            throw new AssertionError(answer.why());
        }
    }

    void deployment(String name, int replicas) {
        create(Resource.DEPLOYMENTS, """
                {'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'%s'},
                 'spec':{'replicas':%d,'selector':{'matchLabels':{'app':'%s'}},
                         'template':{'spec':{'containers':[{'name':'web','image':'web'}]}}}}
                """.formatted(name, replicas, name));
    }

    /// One with a trigger that wants one replica for each five tasks.
    void scaledObject(String name, String target, String more) {
        create(Resource.SCALED_OBJECTS, """
                {'apiVersion':'keda.sh/v1alpha1','kind':'ScaledObject','metadata':{'name':'%s'},
                 'spec':{'scaleTargetRef':{'name':'%s'},'pollingInterval':10,'cooldownPeriod':60,
                         'minReplicaCount':0,'maxReplicaCount':6,%s
                         'triggers':[{'type':'metrics-api','metadata':
                            {'url':'http://tasks/','valueLocation':'tasks','targetValue':'5'}}]}}
                """.formatted(name, target, more));
    }

    JsonNode get(Resource resource, String name) {
        return server.send(Request.read(resource.path("shop", name))).found().orElseGet(JSON::createObjectNode);
    }

    Answer patch(Resource resource, String name, String json) {
        return server.send(
                Request.merge(resource.path("shop", name), (ObjectNode) JSON.readTree(json.replace('\'', '"'))));
    }

    /// The lines of an explanation.
    String explained(String query) {
        var lines = mode.explain(Parameters.of("", query)).get("lines");
        return lines instanceof List<?> all ? String.join("\n", all.stream().map(String::valueOf).toList()) : "";
    }

    /// What is wrong with an object, as one text.
    String troubles(String key) {
        return String.join("\n", mode.troubles().getOrDefault(key, List.of()));
    }

    /// What somebody else writes into the status of an object.
    void status(Resource resource, String name, String json) {
        server.send(Request.merge(
                resource.path("shop", name) + "/status", (ObjectNode) JSON.readTree(json.replace('\'', '"'))));
    }

    void delete(Resource resource, String name) {
        server.send(Request.delete(resource.path("shop", name), JSON.createObjectNode()));
    }

    int replicas(String deployment) {
        return get(Resource.DEPLOYMENTS, deployment).path("spec").path("replicas").asInt(-1);
    }

    String condition(Resource resource, String name, String type) {
        return get(resource, name).path("status").path("conditions").valueStream()
                .filter(each -> each.path("type").asString("").equals(type))
                .map(each -> each.path("status").asString("") + " " + each.path("reason").asString("") + ": "
                        + each.path("message").asString(""))
                .findFirst()
                .orElse("");
    }

    List<String> events() {
        return server.send(Request.read(Resource.EVENTS.path(Optional.of("shop"))))
                .found()
                .orElseThrow()
                .path("items")
                .valueStream()
                .map(each -> each.path("reason").asString("") + " " + each.path("message").asString(""))
                .toList();
    }
}

package dev.headroom.operator;

import dev.headroom.api.ApiException;
import dev.headroom.api.Parameters;
import dev.headroom.hpa.Pod;
import dev.headroom.keda.MetricsServer;
import dev.headroom.keda.ScaledObject;
import dev.headroom.server.Explanations;
import dev.headroom.server.LoopViews;
import dev.headroom.server.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// `adapter`: every ScaledObject has its autoscaler and is woken up and put to sleep, as with KEDA; the HPA controller
/// of the cluster does the rest, and asks here for metrics.
final class AdapterMode implements Mode {

    private final Around around;
    private final Map<String, ScaledObjectAgent> agents = new ConcurrentHashMap<>();
    private volatile boolean leads;

    AdapterMode(Around around) {
        this.around = around;
    }

    @Override
    public void lead(boolean now) {
        leads = now;
        agents.values().forEach(agent -> {
            if (now) {
                around.timeline().after(Duration.ZERO, agent::lead);
            } else {
                agent.follow();
            }
        });
    }

    @Override
    public void scaledObjectChanged(String key, Optional<Held> before, Optional<Held> after) {
        if (after.isEmpty()) {
            var gone = agents.remove(key);
            if (gone != null) {
                gone.close();
            }
            return;
        }
        boolean sameWish = before.map(each -> each.wantsTheSame(after.get())).orElse(false);
        if (sameWish) {
            return;
        }
        var agent = agents.computeIfAbsent(key, _ -> new ScaledObjectAgent(key, around));
        if (leads) {
            around.timeline()
                    .after(Duration.ZERO, before.isEmpty() ? agent::lead : agent::reconcile);
        }
    }

    @Override
    public void autoscalerChanged(String key, Optional<Held> before, Optional<Held> after) {
        boolean sameWish = before.isPresent()
                && after.isPresent()
                && before.get().wantsTheSame(after.get());
        if (sameWish || !leads) {
            return;
        }
        after.or(() -> before).flatMap(AdapterMode::owner).map(agents::get).ifPresent(agent ->
                around.timeline().after(Duration.ZERO, agent::reconcile));
    }

    private static Optional<String> owner(Held hpa) {
        return hpa.metadata().path("ownerReferences").valueStream()
                .filter(each -> each.path("kind").asString("").equals(ScaledObject.KIND))
                .map(each -> hpa.namespace() + "/" + each.path("name").asString(""))
                .findFirst();
    }

    @Override
    public Optional<MetricsServer.Answer> served(String namespace, String scaledObject, String metric) {
        return Optional.ofNullable(agents.get(namespace + "/" + scaledObject)).flatMap(agent -> agent.external(metric));
    }

    @Override
    public List<Views.Autoscaler> autoscalers() {
        return objects().map(this::view).toList();
    }

    private Stream<Held> objects() {
        return around.cache().scaledObjects().objects().values().stream()
                .sorted(Comparator.comparing(Held::namespace).thenComparing(Held::name));
    }

    /// The autoscaler that the cluster's controller runs for an object.
    private Optional<Held> hpa(Held object) {
        return around.cache().autoscalers().in(object.namespace()).stream()
                .filter(hpa -> owner(hpa).filter((object.namespace() + "/" + object.name())::equals).isPresent())
                .findFirst();
    }

    private Views.Autoscaler view(Held object) {
        var spec = object.json().path("spec");
        var target = spec.path("scaleTargetRef");
        var kind = target.path("kind").asString("Deployment");
        var name = target.path("name").asString("");
        var hpa = hpa(object);
        var status = hpa.<JsonNode>map(each -> each.json().path("status")).orElseGet(MissingNode::getInstance);
        var pods = around.cluster().pods(kind, object.namespace(), name);
        var conditions = new ArrayList<Views.Condition>();
        hpa.ifPresent(each -> HpaConditions.of(each).forEach(condition -> conditions.add(LoopViews.of(condition))));
        object.json().path("status").path("conditions").forEach(each -> conditions.add(new Views.Condition(
                each.path("type").asString(""),
                each.path("status").asString(""),
                each.path("reason").asString(""),
                each.path("message").asString(""))));
        return new Views.Autoscaler(
                object.name(),
                object.namespace(),
                ScaledObject.KIND,
                kind + "/" + name,
                spec.path("minReplicaCount").asInt(0),
                spec.path("maxReplicaCount").asInt(100),
                status.path("currentReplicas").asInt(pods.size()),
                status.path("desiredReplicas").asInt(pods.size()),
                (int) pods.stream().filter(Pod::serves).count(),
                List.of(),
                conditions);
    }

    @Override
    public Map<String, List<String>> troubles() {
        var all = new TreeMap<String, List<String>>();
        objects().forEach(object -> {
            var lines = new ArrayList<>(ServedNow.troubles(object));
            hpa(object).ifPresent(hpa -> lines.addAll(HpaConditions.troubles(hpa)));
            all.put(object.namespace() + "/" + object.name(), lines);
        });
        return all;
    }

    @Override
    public Map<String, Object> explain(Parameters parameters) {
        if (parameters.has("at")) {
            throw ApiException.parameter("at", "expected a mode that decides, got adapter: the HPA controller decides,"
                    + " and what it was served is not recorded; `since` lists its events");
        }
        var name = parameters.text("name");
        var held = objects()
                .filter(each -> isNamed(each, name))
                .findFirst()
                .orElseThrow(() -> Explanations.unknown(
                        objects().map(each -> each.namespace() + "/" + each.name()).toList(), name));
        var served = Optional.ofNullable(agents.get(held.namespace() + "/" + held.name()))
                .flatMap(ScaledObjectAgent::served)
                .orElseThrow(() -> new ApiException(
                        404, "not_found", name + ": expected a ScaledObject that can be read, got one that cannot"));
        return served.explained(
                hpa(held), around.timeline().now(), parameters.text("verbose").equals("true"));
    }

    private boolean isNamed(Held object, String name) {
        var key = object.namespace() + "/" + object.name();
        return object.name().equals(name)
                || key.equals(name)
                || hpa(object).filter(hpa -> (hpa.namespace() + "/" + hpa.name()).equals(name)).isPresent();
    }

    /// The autoscalers that stand for ScaledObjects, as they are in the cluster, with the names of these.
    List<Map<String, Object>> hpas() {
        return objects()
                .flatMap(object -> hpa(object).stream().map(hpa -> Map.<String, Object>of(
                        "owner", object.name(), "object", hpa.json(), "events", List.of())))
                .toList();
    }

    @Override
    public void close() {
        agents.values().forEach(ScaledObjectAgent::close);
    }
}

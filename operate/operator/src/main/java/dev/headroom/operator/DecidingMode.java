package dev.headroom.operator;

import dev.headroom.api.ApiException;
import dev.headroom.api.Parameters;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.keda.MetricsServer;
import dev.headroom.kubernetes.Resource;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.server.Explanations;
import dev.headroom.server.LoopViews;
import dev.headroom.server.Views;
import dev.headroom.shadow.ShadowReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/// `autoscaler` and `shadow`: a control loop for each ScaledObject, and for each HorizontalPodAutoscaler that somebody
/// wrote and that asks for it. The first acts, the second compares.
final class DecidingMode implements Mode {

    private final Deciding deciding;
    private final Claims claims;
    private final Map<String, DecidingAgent> agents = new ConcurrentHashMap<>();
    private volatile boolean leads;

    DecidingMode(Deciding deciding) {
        this.deciding = deciding;
        this.claims = new Claims(deciding.around(), deciding.writes());
    }

    @Override
    public void lead(boolean now) {
        leads = now;
        agents.values().forEach(agent -> {
            if (now) {
                later(agent::lead);
            } else {
                agent.follow();
            }
        });
    }

    private void later(Runnable task) {
        deciding.around().timeline().after(Duration.ZERO, task);
    }

    @Override
    public void scaledObjectChanged(String key, Optional<Held> before, Optional<Held> after) {
        changed(Resource.SCALED_OBJECTS, key, before, after);
    }

    @Override
    public void autoscalerChanged(String key, Optional<Held> before, Optional<Held> after) {
        boolean wanted = after.map(this::isWanted).orElse(false);
        changed(Resource.AUTOSCALERS, key, before, wanted ? after : Optional.empty());
    }

    /// The loop of a ScaledObject covers the autoscaler that stands for it. A shadow looks at all others.
    private boolean isWanted(Held hpa) {
        return !Claims.isGenerated(hpa) && (Claims.isOurs(hpa) || deciding.every() || !deciding.writes());
    }

    private void changed(Resource resource, String key, Optional<Held> before, Optional<Held> after) {
        var name = resource.kind() + " " + key;
        if (after.isEmpty()) {
            var gone = agents.remove(name);
            if (gone != null) {
                gone.close();
                deciding.decisions().gone(key);
            }
            again();
            return;
        }
        boolean known = agents.containsKey(name);
        if (known && before.map(each -> each.wantsTheSame(after.get())).orElse(false)) {
            return;
        }
        var agent = agents.computeIfAbsent(name, _ -> new DecidingAgent(deciding, claims, resource, key));
        if (leads) {
            later(known ? agent::begin : agent::lead);
        }
    }

    /// Who was refused may be alone now.
    private void again() {
        if (leads) {
            agents.values().stream()
                    .filter(agent -> !agent.refusal().isEmpty())
                    .forEach(agent -> later(agent::begin));
        }
    }

    List<AutoscalerLoop> loops() {
        return agents.values().stream().flatMap(agent -> agent.loop().stream()).toList();
    }

    /// Why objects are not decided on, by kind and name.
    Map<String, String> refusals() {
        var all = new TreeMap<String, String>();
        agents.forEach((name, agent) -> {
            if (!agent.refusal().isEmpty()) {
                all.put(name, agent.refusal());
            }
        });
        return all;
    }

    @Override
    public List<Views.Autoscaler> autoscalers() {
        return loops().stream().map(this::view).toList();
    }

    /// Replicas are those that the newest decision saw: nobody is asked for a page.
    private Views.Autoscaler view(AutoscalerLoop loop) {
        var target = loop.autoscaler().target();
        var scale = loop.newest()
                .map(outcome -> new ScaleTarget.Scale(
                        outcome.record().desiredReplicas().orElse(outcome.status().currentReplicas()),
                        outcome.status().currentReplicas(),
                        ""))
                .orElseGet(() -> new ScaleTarget.Scale(0, 0, ""));
        var pods = deciding.around().cluster().pods(target.kind(), target.namespace(), target.name());
        return LoopViews.of(loop, scale, (int) pods.stream().filter(Pod::serves).count());
    }

    @Override
    public Map<String, List<String>> troubles() {
        var all = new TreeMap<String, List<String>>();
        loops().forEach(loop -> all.computeIfAbsent(loop.autoscaler().key(), _ -> new ArrayList<>())
                .addAll(LoopViews.troubles(loop)));
        refusals().forEach((name, why) -> all.computeIfAbsent(
                        name.substring(name.indexOf(' ') + 1), _ -> new ArrayList<>())
                .add("not decided on here: " + why));
        return all;
    }

    @Override
    public Map<String, Object> explain(Parameters parameters) {
        var name = parameters.text("name");
        var refused = refusals().entrySet().stream()
                .filter(each -> each.getKey().endsWith(" " + name))
                .map(Map.Entry::getValue)
                .findFirst();
        if (refused.isPresent()) {
            throw new ApiException(404, "not_found", name + " is not decided on here: " + refused.get());
        }
        var explanations = new Explanations(this::loops, deciding.decisions(), deciding.around().timeline()::now);
        var answer = explanations.explain(parameters);
        if (answer.get("decision") instanceof JsonNode decision) {
            var key = decision.path("autoscaler").asString(name);
            deciding.shadow().ifPresent(report -> compared(key, report, answer));
        }
        return answer;
    }

    /// What a shadow adds: the other opinion.
    private void compared(String name, ShadowReport report, Map<String, Object> answer) {
        var stock = agents.entrySet().stream()
                .filter(each -> each.getKey().endsWith(" " + name))
                .findFirst()
                .flatMap(each -> each.getValue().stock());
        if (stock.isPresent() && answer.get("lines") instanceof List<?> lines) {
            var all = new ArrayList<Object>(lines);
            all.addAll(HpaConditions.lines("cluster", stock.get(), deciding.around().timeline().now(), true));
            report.tally(name).ifPresent(tally -> all.add("  agreement   " + tally));
            answer.put("lines", all);
            answer.put("autoscaler", stock.get().json());
        }
    }

    /// Who decides itself has nothing to serve.
    @Override
    public Optional<MetricsServer.Answer> served(String namespace, String scaledObject, String metric) {
        return Optional.empty();
    }

    @Override
    public void close() {
        agents.values().forEach(DecidingAgent::close);
    }
}

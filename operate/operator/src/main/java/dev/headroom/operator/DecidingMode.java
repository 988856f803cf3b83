package dev.headroom.operator;

import dev.headroom.keda.MetricsServer;
import dev.headroom.kubernetes.Resource;
import dev.headroom.loop.AutoscalerLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

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

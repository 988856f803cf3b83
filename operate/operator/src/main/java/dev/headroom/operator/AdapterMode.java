package dev.headroom.operator;

import dev.headroom.keda.MetricsServer;
import dev.headroom.keda.ScaledObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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
    public void close() {
        agents.values().forEach(ScaledObjectAgent::close);
    }
}

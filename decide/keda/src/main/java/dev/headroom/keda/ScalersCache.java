package dev.headroom.keda;

import dev.headroom.formula.Formula;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.keda.ClusterView.Container;
import dev.headroom.keda.ClusterView.Credentials.Resolved;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerConfig;
import dev.headroom.triggers.TriggerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The triggers of one generation of an object, built, with the object as it was then. Any error of a trigger drops it,
/// so that credentials are resolved anew.
///
/// @param copy the status that metrics requests work on; empty when they share that of the scale loop
/// @param triggers in the order of the object
record ScalersCache(
        ScaledObject object, Optional<ScaledObjectStatus> copy, List<Trigger> triggers, Optional<Formula> formula) {

    ScalersCache {
        triggers = List.copyOf(triggers);
    }

    ScalersCache with(ScaledObjectStatus status) {
        return new ScalersCache(object, Optional.of(status), triggers, formula);
    }

    /// The same for a scale loop, which lets metrics requests work on its own copy of the status.
    ScalersCache shared() {
        return new ScalersCache(object, Optional.empty(), triggers, formula);
    }

    /// @param status as far as the object knows it
    /// @param events gets what building the triggers told
    static ScalersCache build(
            ScaledObject object, ScaledObjectStatus status, ClusterView cluster, List<ObjectEvent> events)
            throws OperatorException {
        if (status.target().scaleTargetKind().isEmpty()) {
            throw new OperatorException(
                    "failed to get ScaledObject.Status.ScaleTargetGVKR, probably invalid ScaledObject cache");
        }
        var kind = ResourceKind.of(object.scaleTargetRef(), cluster.kinds());
        if (cluster.target().isEmpty()) {
            throw new OperatorException(kind.map(each -> each.notFound(object.scaleTargetRef().name()))
                    .orElseGet(() -> ResourceKind.noMatch(object.scaleTargetRef())));
        }
        var triggers = new ArrayList<Trigger>();
        for (var spec : object.triggers()) {
            try {
                triggers.add(trigger(object, spec, cluster));
            } catch (TriggerException refused) {
                events.add(new ObjectEvent(Words.WARNING, Words.SCALER_FAILED, refused.text()));
                throw new OperatorException(refused.text());
            }
            events.add(
                    new ObjectEvent(Words.NORMAL, Words.SCALERS_STARTED, "Scaler " + spec.type() + " is built"));
        }
        var modifiers = object.advanced().modifiers().filter(each -> !each.formula().isEmpty());
        Optional<Formula> formula =
                modifiers.isPresent() ? Optional.of(Modifiers.compiled(object, modifiers.get())) : Optional.empty();
        return new ScalersCache(object, Optional.of(status), triggers, formula);
    }

    static Trigger trigger(ScaledObject object, TriggerSpec spec, ClusterView cluster) {
        var environment = environment(object, cluster);
        var resolved = spec.authenticationRef()
                .map(ref -> cluster.credentials().of(ref, environment))
                .orElse(new Resolved(Map.of(), ""));
        return Trigger.of(new TriggerConfig(
                spec.type(),
                spec.index(),
                spec.name(),
                spec.metricType(),
                spec.metadata(),
                resolved.parameters(),
                environment,
                resolved.podIdentity(),
                object.advanced().modifiers().isPresent()));
    }

    /// The environment that triggers may use: that of the named container, else of the first.
    private static Map<String, String> environment(ScaledObject object, ClusterView cluster) {
        var containers = cluster.target().map(ClusterView.Workload::containers).orElse(List.of());
        var wanted = object.scaleTargetRef().envSourceContainerName();
        if (wanted.isEmpty() || containers.isEmpty()) {
            return containers.isEmpty() ? Map.of() : containers.getFirst().environment();
        }
        return containers.stream()
                .filter(container -> container.name().equals(wanted))
                .findFirst()
                .map(Container::environment)
                .orElseThrow(() -> new TriggerException("error resolving secrets for ScaleTarget: couldn't find"
                        + " container with name " + wanted + " on Target object"));
    }
}

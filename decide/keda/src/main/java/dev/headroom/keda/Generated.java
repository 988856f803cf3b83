package dev.headroom.keda;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.MetricSpec;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerException;
import java.util.ArrayList;
import java.util.List;

/// What a ScaledObject becomes in its cluster, paused or not: built triggers and an autoscaler.
public sealed interface Generated {

    /// @param triggers in the order of the object
    record Made(List<Trigger> triggers, StoredHpa hpa) implements Generated {
        public Made {
            triggers = List.copyOf(triggers);
        }
    }

    /// @param trigger which one is wrong; -1 where it is none of them
    /// @param error in KEDA's words
    record Refused(int trigger, String error) implements Generated {}

    static Generated of(ScaledObject object, ClusterView cluster) {
        var triggers = new ArrayList<Trigger>();
        for (var spec : object.triggers()) {
            try {
                triggers.add(ScalersCache.trigger(object, spec, cluster));
            } catch (TriggerException refused) {
                return new Refused(spec.index(), refused.text());
            }
        }
        var kind = ResourceKind.of(object.scaleTargetRef(), cluster.kinds());
        if (kind.isEmpty()) {
            return new Refused(-1, ResourceKind.noMatch(object.scaleTargetRef()));
        }
        try {
            return new Made(
                    triggers, GeneratedHpa.of(object, GeneratedMetrics.of(object, triggers), kind.get()));
        } catch (OperatorException refused) {
            return new Refused(-1, refused.text());
        }
    }

    /// The entry of `spec.metrics` for one trigger, as it is without a formula.
    static MetricSpec spec(Trigger trigger, String scaledObject) {
        return GeneratedMetrics.spec(trigger.metric(), scaledObject);
    }

    /// The events of a first reconcile that only say that triggers were built.
    static boolean isRoutine(ObjectEvent event) {
        return event.reason().equals(Words.SCALERS_STARTED);
    }
}

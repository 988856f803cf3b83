package dev.headroom.keda;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.keda.Asked.Origin;
import dev.headroom.keda.ScaledObjectStatus.Health;
import dev.headroom.keda.Situation.Replicas;
import dev.headroom.model.Quantity;
import dev.headroom.triggers.Judgement;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerException;
import dev.headroom.triggers.TriggerMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The way from the sources of an object's triggers to metrics, which the scale loop and the metrics server share:
/// asking twice, counting failures, falling back.
final class MetricPath {

    /* notes
     *
     * Failures are counted in a copy of the status: the scale loop's own, read anew at each poll, or the one that was
     * kept with the built triggers. A change goes out as a merge patch that holds only what changed in the copy, the
     * list of conditions being one thing, and what comes back replaces the copy. So counts of the two copies mix, and a
     * patch of an old copy may put conditions back.
     * Source: KEDA 2.21, held against recordings; [OperatorState#fresh] does without the old copies.
     */

    /// What goes on in place of a trigger that is nil in the formula.
    private static final Quantity PLACEHOLDER = Quantity.of(-1, Quantity.Format.DECIMAL_SI);

    private final ScaledObject object;
    private final World world;
    private final List<ObjectEvent> events;
    private ScaledObjectStatus stored;
    private ScaledObjectStatus copy;

    /// @param stored the status as it stands
    /// @param copy the status that is worked on
    MetricPath(
            ScaledObject object,
            World world,
            ScaledObjectStatus stored,
            ScaledObjectStatus copy,
            List<ObjectEvent> events) {
        this.object = object;
        this.world = world;
        this.stored = stored;
        this.copy = copy;
        this.events = events;
    }

    ScaledObjectStatus stored() {
        return stored;
    }

    ScaledObjectStatus copy() {
        return copy;
    }

    /// The raw answer of a trigger, fallbacks aside.
    ///
    /// @param record values or error
    record Raw(String trigger, MetricRecord record, Origin origin, String noData) {}

    /// Asks the source, and once more when it fails.
    Raw ask(Trigger trigger, TriggerSpec spec) {
        var name = ((TriggerMetric.External) trigger.metric()).name();
        var first = judged(trigger);
        var last = first instanceof Judgement.Failed ? again(spec) : first;
        return switch (last) {
            case Judgement.Measured measured ->
                new Raw(
                        spec.name(),
                        new MetricRecord(
                                List.of(new MetricValue(name, measured.value())), measured.active(), Optional.empty()),
                        Origin.SOURCE,
                        measured.noData());
            case Judgement.Failed failed ->
                new Raw(
                        spec.name(),
                        new MetricRecord(List.of(), false, Optional.of(failed.error())),
                        Origin.SOURCE,
                        "");
        };
    }

    private Judgement again(TriggerSpec spec) {
        try {
            return judged(ScalersCache.trigger(object, spec, world.cluster()));
        } catch (TriggerException refused) {
            return new Judgement.Failed(refused.text());
        }
    }

    private Judgement judged(Trigger trigger) {
        return Judgement.of(trigger, world.sources().ask(trigger));
    }

    /// Counts the failure or forgets earlier ones, and falls back where that is due.
    Found withFallback(Raw raw, TriggerMetric.External metric) {
        var name = metric.name();
        var error = raw.record().error();
        if (error.isEmpty()) {
            if (Fallbacks.isValid(object)) {
                change(name, Health.HAPPY);
            }
            return found(name, raw, raw.record().values(), raw.origin(), 0, Optional.empty());
        }
        if (!Fallbacks.isValid(object)) {
            return found(name, raw, List.of(), raw.origin(), 0, error);
        }
        int failures = copy.health().getOrDefault(name, Health.HAPPY).failures() + 1;
        change(name, new Health(failures, true));
        var fallback = object.fallback().orElseThrow();
        boolean unknown = Fallbacks.needsReplicas(fallback)
                && world.situation().replicas() instanceof Replicas.Unreadable;
        if (failures <= fallback.failureThreshold()) {
            return found(name, raw, List.of(), raw.origin(), failures, error);
        }
        if (object.fallsBackByFormula()) {
            var placeholder = new MetricValue(name, PLACEHOLDER);
            return found(name, raw, List.of(placeholder), raw.origin(), failures, Optional.empty());
        }
        if (unknown) {
            return found(name, raw, List.of(), raw.origin(), failures, error);
        }
        var value = Fallbacks.value(object, metric, world.situation());
        return value.isPresent()
                ? found(name, raw, List.of(value.get()), Origin.FALLBACK, failures, Optional.empty())
                : found(name, raw, List.of(), raw.origin(), failures, Optional.of("error performing fallback"));
    }

    private static Found found(
            String name, Raw raw, List<MetricValue> values, Origin origin, int failures, Optional<String> error) {
        var asked = new Asked(name, values, origin, raw.noData(), raw.record().error(), failures, error);
        return new Found(raw.trigger(), asked, origin == Origin.FALLBACK || raw.record().active());
    }

    private void change(String metric, Health health) {
        var original = copy;
        var changed = copy.with(metric, health);
        boolean exceeded =
                Fallbacks.isExceeded(changed, object.fallback().orElseThrow().failureThreshold());
        changed = changed.with(
                exceeded
                        ? changed.conditions()
                                .with(
                                        Conditions.FALLBACK,
                                        Conditions.TRUE,
                                        "FallbackExists",
                                        "At least one trigger is falling back on this scaled object")
                        : changed.conditions()
                                .with(
                                        Conditions.FALLBACK,
                                        Conditions.FALSE,
                                        Words.NO_FALLBACK_REASON,
                                        Words.NO_FALLBACK));
        if (!changed.equals(original)) {
            stored = patched(original, changed, metric);
            copy = stored;
        }
    }

    /// What is stored, with the changes of a copy merged in.
    private ScaledObjectStatus patched(ScaledObjectStatus original, ScaledObjectStatus changed, String metric) {
        var before = Optional.ofNullable(original.health().get(metric));
        var after = changed.health().getOrDefault(metric, Health.HAPPY);
        var there = stored.health().getOrDefault(metric, Health.HAPPY);
        var health = before.isEmpty()
                ? after
                : new Health(
                        before.get().failures() == after.failures() ? there.failures() : after.failures(),
                        before.get().isFailing() == after.isFailing() ? there.isFailing() : after.isFailing());
        var result = before.equals(Optional.of(after)) ? stored : stored.with(metric, health);
        return original.conditions().equals(changed.conditions()) ? result : result.with(changed.conditions());
    }

    void tell(String type, String reason, String text) {
        events.add(new ObjectEvent(type, reason, text));
    }

    /// The triggers that have a number of their own, with what they were built from.
    static List<External> externals(ScalersCache scalers) {
        var all = new ArrayList<External>();
        for (int i = 0; i < scalers.triggers().size(); i++) {
            var trigger = scalers.triggers().get(i);
            if (trigger.metric() instanceof TriggerMetric.External metric) {
                all.add(new External(scalers.object().triggers().get(i), trigger, metric));
            }
        }
        return all;
    }

    record External(TriggerSpec spec, Trigger trigger, TriggerMetric.External metric) {}
}

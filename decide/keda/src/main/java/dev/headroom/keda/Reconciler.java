package dev.headroom.keda;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.keda.ScaledObjectStatus.Health;
import dev.headroom.keda.ScaledObjectStatus.Metrics;
import dev.headroom.triggers.TriggerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// One reconcile of a ScaledObject: its status, its HorizontalPodAutoscaler, and whether its scale loop runs.
public final class Reconciler {

    /// Every ScaledObject that was reconciled has it.
    public static final String FINALIZER = "finalizer.keda.sh";

    private final OperatorState before;
    private final ClusterView cluster;
    private final Map<String, StoredHpa> hpas;
    private final List<ObjectEvent> events = new ArrayList<>();
    private final List<Loop> loops = new ArrayList<>();
    private ScaledObject object;
    private ScaledObjectStatus status;
    private Conditions conditions;
    private Optional<ScalersCache> scalers;
    private Optional<Long> generation;
    private Optional<Integer> scaleTo = Optional.empty();

    private Reconciler(ScaledObject object, OperatorState before, ClusterView cluster) {
        this.object = object;
        this.before = before;
        this.cluster = cluster;
        this.hpas = new TreeMap<>(before.hpas());
        this.status = before.status();
        this.scalers = before.scalers();
        this.generation = before.generation();
        if (!status.conditions().areInitialized()) {
            status = status.with(Conditions.INITIAL);
        }
        this.conditions = status.conditions();
    }

    /// What becomes of the scale loop.
    public enum Loop {
        START,
        STOP
    }

    /// @param object with the label that a reconcile gives it
    /// @param scaleTo how many replicas the target is paused at, where it has another number
    /// @param loops in order
    /// @param error why it did not get to the end; it will be tried again
    public record Reconciled(
            OperatorState state,
            ScaledObject object,
            Optional<Integer> scaleTo,
            List<Loop> loops,
            Optional<String> error,
            List<ObjectEvent> events) {
        public Reconciled {
            loops = List.copyOf(loops);
            events = List.copyOf(events);
        }

        /// The same where the cluster did not take the autoscaler; the next reconcile begins the loop.
        public Reconciled hpaRefused(String why) {
            return failed(object, state, "failed to ensure HPA is correctly created for ScaledObject: " + why);
        }
    }

    /// A reconcile that ends before it begins: two would scale one target.
    ///
    /// @param conflict in words
    public static Reconciled refused(ScaledObject object, OperatorState state, String conflict) {
        return failed(
                object, state, "ScaledObject doesn't have correct scaleTargetRef specification: " + conflict);
    }

    private static Reconciled failed(ScaledObject object, OperatorState state, String text) {
        var known = state.status().conditions();
        var conditions = (known.areInitialized() ? known : Conditions.INITIAL)
                .with(Conditions.READY, Conditions.FALSE, "ScaledObjectCheckFailed", text)
                .with(Conditions.ACTIVE, Conditions.UNKNOWN, "UnknownState", "ScaledObject check failed");
        var after = new OperatorState(
                state.status().with(conditions),
                state.seen(),
                Optional.empty(),
                state.records(),
                state.served(),
                Optional.empty(),
                state.hpas());
        return new Reconciled(
                after,
                object,
                Optional.empty(),
                List.of(Loop.STOP),
                Optional.of(text),
                List.of(new ObjectEvent(Words.WARNING, "ScaledObjectCheckFailed", text)));
    }

    /// A step that failed.
    private static final class StepFailed extends Exception {
        private static final long serialVersionUID = 1L;
        private final String step;
        private final String why;

        StepFailed(String step, String why) {
            super(step + ": " + why, null, false, false);
            this.step = step;
            this.why = why;
        }
    }

    public static Reconciled reconcile(ScaledObject object, OperatorState state, ClusterView cluster) {
        return new Reconciler(object, state, cluster).reconciled();
    }

    private Reconciled reconciled() {
        Optional<String> error = Optional.empty();
        try {
            var message = object.isPaused() ? pause() : run();
            if (!conditions.status(Conditions.READY).equals(Conditions.TRUE)) {
                tell(Words.NORMAL, "ScaledObjectReady", "ScaledObject is ready for scaling");
            }
            set(Conditions.READY, Conditions.TRUE, "ScaledObjectReady", message);
        } catch (StepFailed failed) {
            error = Optional.of(failed.why);
            var text = failed.step + ": " + failed.why;
            set(Conditions.READY, Conditions.FALSE, "ScaledObjectCheckFailed", text);
            set(Conditions.ACTIVE, Conditions.UNKNOWN, "UnknownState", "ScaledObject check failed");
            tell(Words.WARNING, "ScaledObjectCheckFailed", text);
        }
        if (!Fallbacks.isValid(object)) {
            set(Conditions.FALLBACK, Conditions.FALSE, Words.NO_FALLBACK_REASON, Words.NO_FALLBACK);
        }
        status = status.with(conditions);
        var state = new OperatorState(
                status, before.seen(), scalers, before.records(), before.served(), generation, hpas);
        return new Reconciled(state, object, scaleTo, loops, error, events);
    }

    private void set(String type, String state, String reason, String message) {
        conditions = conditions.with(type, state, reason, message);
    }

    private void tell(String type, String reason, String text) {
        events.add(new ObjectEvent(type, reason, text));
    }

    private boolean isPausedInStatus() {
        return conditions.status(Conditions.PAUSED).equals(Conditions.TRUE);
    }

    /// Stops everything: the loop, the autoscaler, and the target at the number of the annotation.
    private String pause() throws StepFailed {
        if (!isPausedInStatus()) {
            set(Conditions.PAUSED, Conditions.TRUE, Words.PAUSED_REASON, Words.PAUSED);
            status = status.with(conditions);
            tell(Words.NORMAL, Words.PAUSED_REASON, Words.PAUSED);
        }
        loops.add(Loop.STOP);
        generation = Optional.empty();
        scalers = Optional.empty();
        hpas.remove(storedName());
        Optional<Integer> replicas;
        try {
            replicas = object.pausedReplicas();
        } catch (TriggerException wrong) {
            throw new StepFailed(
                    "failed to scale target to paused replica count",
                    "failed to parse paused replica count: " + wrong.text());
        }
        if (replicas.isPresent()) {
            pauseAt(replicas.get());
        }
        status = status.with(status.target().paused(replicas));
        set(Conditions.PAUSED, Conditions.TRUE, Words.PAUSED_REASON, Words.PAUSED);
        return Words.PAUSED;
    }

    private void pauseAt(int replicas) throws StepFailed {
        var step = "failed to scale target to paused replica count";
        var kind = ResourceKind.of(object.scaleTargetRef(), cluster.kinds());
        if (kind.isEmpty()) {
            throw new StepFailed(
                    step,
                    "failed to parse Group, Version, Kind, Resource: " + ResourceKind.noMatch(object.scaleTargetRef()));
        }
        if (cluster.target().isEmpty()) {
            throw new StepFailed(
                    step,
                    "failed to get scale for target resource: "
                            + kind.get().notFound(object.scaleTargetRef().name()));
        }
        if (cluster.target().get().replicas() != replicas) {
            scaleTo = Optional.of(replicas);
        }
    }

    private String run() throws StepFailed {
        if (object.pausesScaleIn() || object.pausesScaleOut()) {
            boolean news = !isPausedInStatus();
            set(Conditions.PAUSED, Conditions.TRUE, Words.PAUSED_REASON, Words.PAUSED);
            if (news) {
                tell(Words.NORMAL, Words.PAUSED_REASON, Words.PAUSED);
            }
        } else if (isPausedInStatus()) {
            var text = "pause annotation removed for ScaledObject";
            set(Conditions.PAUSED, Conditions.FALSE, "ScaledObjectUnpaused", text);
            tell(Words.NORMAL, "ScaledObjectUnpaused", text);
            status = status.with(status.target().paused(Optional.empty()));
        }
        if (!object.name().equals(object.labels().get(ScaledObject.NAME_LABEL))) {
            var labels = new TreeMap<>(object.labels());
            labels.put(ScaledObject.NAME_LABEL, object.name());
            object = object.labelled(labels);
        }
        var kind = scalable();
        require("ScaledObject doesn't have correct Idle/Min/Max Replica Counts specification",
                Checks.replicaBounds(object));
        require("ScaledObject doesn't have correct triggers specification", Checks.triggers(object));
        status = status.typed(object.triggers().stream()
                .map(TriggerSpec::type)
                .distinct()
                .collect(Collectors.joining(",")));
        boolean created = ensureHpa(kind);
        if (created || !generation.equals(Optional.of(object.generation()))) {
            loops.add(Loop.START);
            generation = Optional.of(object.generation());
        }
        return Words.READY;
    }

    private static void require(String step, Optional<String> error) throws StepFailed {
        if (error.isPresent()) {
            throw new StepFailed(step, error.get());
        }
    }

    private ResourceKind scalable() throws StepFailed {
        var step = "ScaledObject doesn't have correct scaleTargetRef specification";
        var target = object.scaleTargetRef();
        var kind = ResourceKind.of(target, cluster.kinds());
        if (kind.isEmpty()) {
            tell(Words.WARNING, "ScaledObjectUpdateFailed", ResourceKind.noMatch(target));
            throw new StepFailed(step, ResourceKind.noMatch(target));
        }
        if (cluster.target().isEmpty()) {
            tell(Words.WARNING, "ScaledObjectCheckFailed", "Target resource doesn't exist");
            throw new StepFailed(step, kind.get().notFound(target.name()));
        }
        var written = status.target().kind(kind.get().gvk());
        if (written.originalReplicaCount().isEmpty()) {
            written = written.original(cluster.target().get().replicas());
        }
        if (written.pausedReplicaCount().isPresent() && !object.hasPauseAnnotation()) {
            written = written.paused(Optional.empty());
        }
        status = status.with(written);
        return kind.get();
    }

    private String storedName() {
        return status.metrics().hpaName().isEmpty() ? object.hpaName() : status.metrics().hpaName();
    }

    /// Creates, renames or updates the autoscaler.
    ///
    /// @return whether it is a new one
    private boolean ensureHpa(ResourceKind kind) throws StepFailed {
        try {
            var name = storedName();
            var found = Optional.ofNullable(hpas.get(name));
            if (found.isEmpty()) {
                create(kind);
                return true;
            }
            if (!object.hpaName().equals(name)) {
                hpas.remove(name);
                create(kind);
                return true;
            }
            var wanted = GeneratedHpa.of(object, metrics(), kind);
            if (!found.get().satisfies(wanted)) {
                hpas.put(name, wanted);
            }
            status = status.with(status.metrics().hpa(name));
            return false;
        } catch (OperatorException failed) {
            throw new StepFailed("failed to ensure HPA is correctly created for ScaledObject", failed.text());
        }
    }

    private void create(ResourceKind kind) throws OperatorException {
        var wanted = GeneratedHpa.of(object, metrics(), kind);
        if (hpas.containsKey(wanted.name())) {
            throw new OperatorException(
                    "horizontalpodautoscalers.autoscaling \"" + wanted.name() + "\" already exists");
        }
        hpas.put(wanted.name(), wanted);
        status = status.with(status.metrics().hpa(wanted.name()));
    }

    /// The metrics of the built triggers, written into the status.
    private GeneratedMetrics metrics() throws OperatorException {
        boolean current = scalers.map(each -> each.object().generation() == object.generation())
                .orElse(false);
        if (!current) {
            scalers = Optional.of(ScalersCache.build(object, status, cluster, events));
        }
        var metrics = GeneratedMetrics.of(object, scalers.orElseThrow().triggers());
        var health = new TreeMap<String, Health>(status.health());
        health.keySet().retainAll(metrics.external());
        var old = status.metrics();
        status = status.healthy(health)
                .with(new Metrics(
                        old.hpaName(),
                        metrics.external(),
                        metrics.resources(),
                        metrics.composite().isEmpty() ? old.compositeScalerName() : metrics.composite()));
        return metrics;
    }
}

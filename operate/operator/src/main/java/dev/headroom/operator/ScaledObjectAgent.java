package dev.headroom.operator;

import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.hpa.UnreadableScaleException;
import dev.headroom.keda.Asked;
import dev.headroom.keda.ClusterView;
import dev.headroom.keda.MetricsServer;
import dev.headroom.keda.OperatorState;
import dev.headroom.keda.Reconciler;
import dev.headroom.keda.Reconciler.Reconciled;
import dev.headroom.keda.ResourceKind;
import dev.headroom.keda.ScaleLoop;
import dev.headroom.keda.ScaleRequest;
import dev.headroom.keda.ScaledObject;
import dev.headroom.keda.ScaledObjectStatus;
import dev.headroom.keda.Situation;
import dev.headroom.keda.Situation.Replicas;
import dev.headroom.keda.World;
import dev.headroom.kubernetes.EventRecorder.Note;
import dev.headroom.kubernetes.Resource;
import dev.headroom.kubernetes.ScaledWorkload;
import dev.headroom.manifests.ManifestException;
import dev.headroom.model.ScaleTargetRef;
import dev.headroom.timeline.Timeline.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/// What KEDA's operator does for one ScaledObject: reconciles it, polls its triggers, answers its metrics. One thing at
/// a time; `decide/keda` says what comes of each, and this writes it.
final class ScaledObjectAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScaledObjectAgent.class);
    private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final ObjectEvent WATCHES =
            new ObjectEvent("Normal", "KEDAScalersStarted", "Started scalers watch");

    private final String key;
    private final Around around;
    private final Conflicts conflicts;
    private @Nullable OperatorState state;
    private @Nullable ObjectWriter writer;
    private @Nullable Scheduled polling;
    private @Nullable Scheduled again;
    private Duration retry = SHORTEST_RETRY;
    private volatile boolean acts;
    private volatile boolean closed;

    ScaledObjectAgent(String key, Around around) {
        this.key = key;
        this.around = around;
        this.conflicts = new Conflicts(around.cache());
    }

    /// One look at the object.
    private record Seen(Held held, ScaledObject object) {}

    private Optional<Seen> seen() {
        var held = around.cache().scaledObjects().find(key);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Seen(held.get(), ScaledObject.stored(held.get().manifest())));
        } catch (ManifestException wrong) {
            tell(held.get(), List.of(new ObjectEvent(
                    "Warning", "ScaledObjectCheckFailed", String.valueOf(wrong.getMessage()))));
            return Optional.empty();
        }
    }

    private OperatorState state(Held held) {
        var hpas = around.cluster().hpas(held.namespace());
        var known = state;
        return known == null
                ? OperatorState.restored(ScaledObjectStatusJson.read(held.json().path("status")), hpas)
                : known.among(hpas);
    }

    private ObjectWriter writer(Held held) {
        if (writer == null) {
            writer = new ObjectWriter(around.api(), Resource.SCALED_OBJECTS, held);
        }
        writer.seen(held);
        return writer;
    }

    /// Begins to act: what an earlier leader left is read from the object.
    synchronized void lead() {
        acts = true;
        state = null;
        writer = null;
        reconcile();
    }

    /// Ends acting at once, without waiting for what is under way, whose writes the fence holds back; metrics are
    /// answered all the same.
    void follow() {
        acts = false;
        around.timeline().after(Duration.ZERO, this::rest);
    }

    private synchronized void rest() {
        if (!acts) {
            stopPolling();
            if (again != null) {
                again.cancel();
            }
        }
    }

    synchronized void reconcile() {
        var seen = seen();
        if (seen.isEmpty() || !acts || closed) {
            return;
        }
        var held = seen.get().held();
        if (held.isGoing()) {
            new Farewell(around, writer(held)).of(seen.get().object(), held, state(held).status());
            stopPolling();
            return;
        }
        var object = seen.get().object();
        if (!marked(held, object)) {
            return;
        }
        var before = state(held);
        var view = view(held, object);
        var conflict = conflicts.of(object, held, view);
        var reconciled = conflict.map(text -> Reconciler.refused(object, before, text))
                .orElseGet(() -> Reconciler.reconcile(object, before.fresh(), view));
        apply(held, reconciled, before);
    }

    private ClusterView view(Held held, ScaledObject object) {
        var replicas = around.cache()
                        .workload(kind(object).map(ResourceKind::kind).orElse(""), object.namespace(),
                                object.scaleTargetRef().name())
                        .isPresent()
                ? OptionalInt.empty()
                : counted(object);
        return around.cluster().around(object, held.manifest(), replicas);
    }

    private OptionalInt counted(ScaledObject object) {
        return replicas(object) instanceof Replicas.Count(int count) ? OptionalInt.of(count) : OptionalInt.empty();
    }

    private Optional<ResourceKind> kind(ScaledObject object) {
        var target = object.scaleTargetRef();
        return ResourceKind.of(target, around.kinds().of(target.apiVersion()));
    }

    /// Puts the finalizer and the label on the object, where they are not there yet. One that is paused needs no label:
    /// nobody asks for its metrics.
    private boolean marked(Held held, ScaledObject object) {
        var finalizers = new ArrayList<>(held.finalizers());
        var label = held.manifest().metadata().labels().getOrDefault(ScaledObject.NAME_LABEL, "");
        boolean labelled = object.isPaused() || label.equals(held.name());
        if (finalizers.contains(Reconciler.FINALIZER) && labelled) {
            return true;
        }
        var metadata = JsonNodeFactory.instance.objectNode();
        if (!labelled) {
            metadata.putObject("labels").put(ScaledObject.NAME_LABEL, held.name());
        }
        if (!finalizers.contains(Reconciler.FINALIZER)) {
            finalizers.add(Reconciler.FINALIZER);
        }
        var list = metadata.putArray("finalizers");
        finalizers.forEach(list::add);
        var answer = writer(held).metadata(metadata);
        if (!answer.isDone()) {
            later(answer.why());
        }
        // What was written comes back as a change, and with it the next reconcile.
        return false;
    }

    private void apply(Held held, Reconciled reconciled, OperatorState before) {
        var refusal = new HpaWriter(around, held).write(before.hpas(), reconciled.state().hpas());
        var done = refusal.map(reconciled::hpaRefused).orElse(reconciled);
        state = done.state();
        done.scaleTo().ifPresent(replicas -> workload(done.object())
                .map(target -> target.scaleTo(replicas))
                .ifPresent(update -> LOG.debug("{}: paused at {}: {}", key, replicas, update)));
        write(held, done.object(), done.state().status());
        tell(held, done.events());
        for (var loop : done.loops()) {
            switch (loop) {
                case START -> {
                    if (polling == null) {
                        tell(held, List.of(WATCHES));
                    }
                    startPolling(done.object());
                }
                case STOP -> stopPolling();
            }
        }
        if (done.error().isPresent()) {
            later(done.error().get());
        } else {
            retry = SHORTEST_RETRY;
        }
    }

    private void later(String why) {
        LOG.debug("{}: {}; again in {}", key, why, retry);
        if (again != null) {
            again.cancel();
        }
        again = around.timeline().after(retry, this::reconcile);
        var doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
    }

    private void startPolling(ScaledObject object) {
        stopPolling();
        var interval = object.timing().polling();
        var first = Duration.ofMillis(around.random().nextLong(Math.min(1000, interval.toMillis())));
        polling = around.timeline().every(first, interval, this::poll);
    }

    private void stopPolling() {
        if (polling != null) {
            polling.cancel();
            polling = null;
        }
    }

    private void write(Held held, ScaledObject object, ScaledObjectStatus status) {
        writer(held)
                .status(ScaledObjectStatusJson.write(status, kind(object), object))
                .filter(answer -> !answer.isDone())
                .ifPresent(answer -> LOG.debug("{}: status not written: {}", key, answer.why()));
    }

    private void tell(Held held, List<ObjectEvent> events) {
        if (acts) {
            events.forEach(each ->
                    around.events().tell(held.subject(), new Note(each.type(), each.reason(), each.text())));
        }
    }

    /// One turn of the scale loop.
    synchronized void poll() {
        var seen = seen();
        var known = state;
        if (seen.isEmpty() || known == null || !acts || closed || seen.get().held().isGoing()) {
            return;
        }
        var held = seen.get().held();
        var object = seen.get().object();
        var poll = ScaleLoop.poll(object, known.fresh(), world(held, object));
        var wish = poll.request().flatMap(ScaleRequest::wish);
        var answer = wish.map(each -> scaled(object, poll, each.to()));
        var ended = poll.ended(answer);
        state = ended.state();
        write(held, object, ended.state().status());
        tell(held, ended.events());
    }

    private ScaleRequest.Answer scaled(ScaledObject object, ScaleLoop.Poll poll, int to) {
        var before = poll.request().map(each -> each.situation().replicas());
        int from = before.orElse(null) instanceof Replicas.Count(int count) ? count : -1;
        var target = workload(object);
        if (target.isEmpty()) {
            return new ScaleRequest.Answer.Refused(from, "the target cannot be scaled");
        }
        return switch (target.get().scaleTo(to)) {
            case ScaleTarget.Update.Accepted _ -> new ScaleRequest.Answer.Scaled(from);
            case ScaleTarget.Update.Refused(var why) -> new ScaleRequest.Answer.Refused(from, why);
        };
    }

    private World world(Held held, ScaledObject object) {
        var replicas = replicas(object);
        var hpa = around.cache().autoscalers().find(object.namespace() + "/" + object.hpaName());
        return new World(
                view(held, object),
                new Situation(around.timeline().now(), replicas, ready(object), hpa.flatMap(HpaConditions::active)),
                around.sources());
    }

    /// What the target is asked to run: of a Deployment or StatefulSet from what is known, else from its scale.
    private Replicas replicas(ScaledObject object) {
        var known = kind(object).flatMap(kind ->
                around.cache().workload(kind.kind(), object.namespace(), object.scaleTargetRef().name()));
        if (known.isPresent()) {
            return new Replicas.Count(known.get().json().path("spec").path("replicas").asInt(1));
        }
        var target = workload(object);
        if (target.isEmpty()) {
            return new Replicas.Unreadable("no kind " + object.scaleTargetRef().kind() + " with a scale subresource");
        }
        try {
            return new Replicas.Count(target.get().scale().specReplicas());
        } catch (UnreadableScaleException unreadable) {
            return new Replicas.Unreadable(unreadable.why());
        }
    }

    private int ready(ScaledObject object) {
        boolean needed = object.fallback().isPresent();
        try {
            return needed
                    ? (int) workload(object).map(ScaledWorkload::pods).orElse(List.of()).stream()
                            .filter(Pod::serves)
                            .count()
                    : 0;
        } catch (UnreadableScaleException _) {
            return 0;
        }
    }

    private Optional<ScaledWorkload> workload(ScaledObject object) {
        return kind(object)
                .map(kind -> new ScaledWorkload(
                        around.api(),
                        new ScaleTargetRef(
                                kind.apiVersion(), kind.kind(), object.namespace(), object.scaleTargetRef().name()),
                        new Resource(kind.apiVersion(), kind.kind(), kind.plural()),
                        around.cache()::pods));
    }

    /// Answers a request for an external metric; who does not lead answers from what the object says of itself.
    ///
    /// @return empty when the object is gone
    synchronized Optional<MetricsServer.Answer> external(String metric) {
        var seen = seen();
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        var held = seen.get().held();
        var object = seen.get().object();
        var before = state(held);
        var served = MetricsServer.external(object, before.fresh(), world(held, object), metric);
        state = served.state();
        if (acts) {
            if (!before.status().equals(served.state().status())) {
                write(held, object, served.state().status());
            }
            tell(held, served.events());
        }
        return Optional.of(served.answer());
    }

    /// What would be served now, metric by metric. Nothing is remembered or written: who explains changes nothing.
    ///
    /// @return empty when the object is gone or cannot be read
    synchronized Optional<ServedNow> served() {
        return seen().map(seen -> {
            var object = seen.object();
            var before = state(seen.held());
            var names = before.status().metrics().compositeScalerName().isEmpty()
                    ? before.status().metrics().externalMetricNames()
                    : List.of(before.status().metrics().compositeScalerName());
            var asked = new ArrayList<Asked>();
            var answers = new TreeMap<String, MetricsServer.Answer>();
            for (var name : names) {
                var served = MetricsServer.external(object, before.fresh(), world(seen.held(), object), name);
                asked.addAll(served.asked());
                answers.put(name, served.answer());
            }
            return new ServedNow(object, before.status(), asked, answers);
        });
    }

    @Override
    public void close() {
        closed = true;
        follow();
    }
}

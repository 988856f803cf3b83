package dev.headroom.operator;

import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.Memory;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.HpaMemory.HpaStatus;
import dev.headroom.hpa.HpaMemory;
import dev.headroom.hpa.HpaPass.ObjectEvent;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.keda.OperatorState;
import dev.headroom.keda.Reconciler;
import dev.headroom.keda.ResourceKind;
import dev.headroom.keda.ScaledObject;
import dev.headroom.kubectl.HpaStatusJson;
import dev.headroom.kubernetes.EventRecorder.Note;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.kubernetes.Resource;
import dev.headroom.kubernetes.ScaledWorkload;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.loop.Event;
import dev.headroom.manifests.ManifestException;
import dev.headroom.records.ToldDecision;
import dev.headroom.shadow.Difference;
import dev.headroom.shadow.Misreadings;
import dev.headroom.shadow.ShadowTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides for one HorizontalPodAutoscaler or ScaledObject: the control loop of `operate/loop` over the scale
/// subresource, and what it says of itself written into the object.
final class DecidingAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DecidingAgent.class);

    private final Deciding deciding;
    private final Around around;
    private final Claims claims;
    private final Resource resource;
    private final String key;
    private @Nullable AutoscalerLoop loop;
    private @Nullable ObjectWriter writer;
    private String refusal = "";
    private volatile boolean acts;

    /// @param resource of the object that a person wrote
    DecidingAgent(Deciding deciding, Claims claims, Resource resource, String key) {
        this.deciding = deciding;
        this.around = deciding.around();
        this.claims = claims;
        this.resource = resource;
        this.key = key;
    }

    private Optional<Held> held() {
        return (resource.equals(Resource.SCALED_OBJECTS)
                        ? around.cache().scaledObjects()
                        : around.cache().autoscalers())
                .find(key);
    }

    Optional<AutoscalerLoop> loop() {
        return Optional.ofNullable(loop);
    }

    /// What the HPA controller of the cluster says of the same object.
    Optional<Held> stock() {
        return held().flatMap(each -> claims.stock(each, resource));
    }

    /// Why nothing is decided; empty while it is.
    synchronized String refusal() {
        return refusal;
    }

    void lead() {
        acts = true;
        begin();
    }

    void follow() {
        acts = false;
        around.timeline().after(Duration.ZERO, this::rest);
    }

    private synchronized void rest() {
        if (!acts) {
            stop();
        }
    }

    private void stop() {
        if (loop != null) {
            loop.close();
            loop = null;
        }
        deciding.shadow().ifPresent(report -> report.gone(key));
    }

    /// Begins to decide, or goes on with the object as it is now.
    synchronized void begin() {
        var held = held();
        if (!acts || held.isEmpty() || held.get().isGoing()) {
            return;
        }
        var memory = Optional.ofNullable(loop).map(AutoscalerLoop::memory).orElseGet(() -> restored(held.get()));
        boolean first = loop == null;
        stop();
        var conflict = claims.conflict(held.get(), resource);
        if (conflict.isPresent()) {
            refuse(held.get(), conflict.get());
            return;
        }
        try {
            var autoscaler = autoscaler(held.get());
            var target = target(autoscaler);
            if (target.isEmpty()) {
                refuse(held.get(), "no kind " + autoscaler.target().kind() + " with a scale subresource in "
                        + autoscaler.target().apiVersion());
                return;
            }
            refusal = "";
            start(held.get(), autoscaler, target.get(), memory, first);
        } catch (ManifestException wrong) {
            refuse(held.get(), String.valueOf(wrong.getMessage()));
        }
    }

    private void start(Held held, Autoscaler autoscaler, ScaleTarget target, Memory memory, boolean first) {
        writer = new ObjectWriter(around.api(), resource, held);
        var surroundings = new AutoscalerLoop.Surroundings(
                around.timeline(),
                deciding.signals(),
                this::decided,
                this::told,
                deciding.metrics());
        var begun = new AutoscalerLoop(autoscaler, target, surroundings, memory);
        loop = begun;
        long period = deciding.syncPeriod().toMillis();
        begun.start(
                deciding.syncPeriod(), first ? Duration.ofMillis(around.random().nextLong(period)) : Duration.ZERO);
    }

    private Autoscaler autoscaler(Held held) {
        if (resource.equals(Resource.SCALED_OBJECTS)) {
            var object = ScaledObject.stored(held.manifest());
            var view = around.cluster().around(object, held.manifest(), OptionalInt.of(0));
            return Autoscaler.of(held.manifest(), view.with(Map.of())).orElseThrow();
        }
        return Autoscaler.of(HorizontalPodAutoscaler.stored(held.manifest()));
    }

    private Optional<ScaleTarget> target(Autoscaler autoscaler) {
        var ref = autoscaler.target();
        return around.kinds()
                .resource(ref.apiVersion(), ref.kind())
                .map(each -> new ScaledWorkload(around.api(), ref, each, around.cache()::pods)
                        .watched(() -> around.cache().followed(ref)))
                .map(each -> deciding.writes() ? each : new ShadowTarget(each));
    }

    /// What a restart leaves: the status of the object.
    private Memory restored(Held held) {
        var status = held.json().path("status");
        if (resource.equals(Resource.SCALED_OBJECTS)) {
            var stored = ScaledObjectStatusJson.read(status);
            return stored.target().scaleTargetKind().isEmpty()
                    ? Memory.start()
                    : new Memory(
                            HpaMemory.start(),
                            Optional.empty(),
                            Optional.of(OperatorState.restored(stored, Map.of())),
                            Map.of());
        }
        var hpa = new HpaStatus(
                PodReader.instant(status.path("lastScaleTime")),
                status.path("currentReplicas").asInt(0),
                status.path("desiredReplicas").asInt(0),
                List.of(),
                HpaConditions.of(held));
        return new Memory(HpaMemory.start().with(hpa), Optional.empty(), Optional.empty(), Map.of());
    }

    private void refuse(Held held, String why) {
        boolean news = !refusal.equals(why);
        refusal = why;
        if (!news) {
            return;
        }
        LOG.info("{} {}: not decided here: {}", resource.kind(), key, why);
        if (resource.equals(Resource.SCALED_OBJECTS) && deciding.writes()) {
            var object = ScaledObject.stored(held.manifest());
            var before = OperatorState.restored(ScaledObjectStatusJson.read(held.json().path("status")), Map.of());
            var refused = Reconciler.refused(object, before, why);
            new ObjectWriter(around.api(), resource, held)
                    .status(ScaledObjectStatusJson.write(refused.state().status(), Optional.empty(), object));
            refused.events().forEach(event -> write(held, event));
        } else {
            write(held, new ObjectEvent("Warning", "AutoscalerRefused", why));
        }
    }

    private void write(Held held, ObjectEvent event) {
        deciding.events().accept(new Event(
                around.timeline().now(),
                event.type().equals("Warning"),
                resource.kind(),
                held.name(),
                event.reason(),
                event.text()));
        if (deciding.writes()) {
            around.events().tell(held.subject(), new Note(event.type(), event.reason(), event.text()));
        }
    }

    private void told(Event event) {
        deciding.events().accept(event);
        if (deciding.writes() && acts) {
            held().ifPresent(held -> around.events()
                    .tell(
                            held.subject(),
                            new Note(event.warning() ? "Warning" : "Normal", event.reason(), event.message())));
        }
    }

    /// After each decision: the status of the object, or the comparison.
    private void decided(ToldDecision told) {
        var held = held();
        var outcome = Optional.ofNullable(loop).flatMap(AutoscalerLoop::newest);
        if (held.isEmpty() || outcome.isEmpty() || !acts) {
            return;
        }
        deciding.decisions().add(told.record());
        var current = switch (told.record().decision()) {
            case Decision.Scale scale -> scale.current();
            case Decision.Hold hold -> hold.current();
            case Decision.Abstain _ -> outcome.get().status().currentReplicas();
        };
        deciding.shadow().ifPresent(report -> claims.stock(held.get(), resource)
                .map(hpa -> new Difference(
                        told.record().time(),
                        key,
                        stock(hpa),
                        Difference.Opinion.of(told.record()),
                        Misreadings.of(told.record(), hpa.json())))
                .ifPresent(difference -> report.compared(difference, current)));
        var own = writer;
        if (deciding.writes() && own != null) {
            own.seen(held.get());
            var status = resource.equals(Resource.SCALED_OBJECTS)
                    ? outcome.get().memory().keda().map(state -> ScaledObjectStatusJson.write(
                            state.status(),
                            kind(outcome.get().autoscaler()),
                            ScaledObject.stored(held.get().manifest())))
                    : Optional.of(HpaStatusJson.of(outcome.get().memory().hpa().status()));
            status.flatMap(own::status)
                    .filter(answer -> !answer.isDone())
                    .ifPresent(answer -> LOG.debug("{}: status not written: {}", key, answer.why()));
        }
    }

    private Optional<ResourceKind> kind(Autoscaler autoscaler) {
        var ref = autoscaler.target();
        return around.kinds().of(ref.apiVersion()).stream()
                .filter(each -> each.apiVersion().equals(ref.apiVersion()) && each.kind().equals(ref.kind()))
                .findFirst();
    }

    private static Difference.Opinion stock(Held hpa) {
        var status = hpa.json().path("status");
        var reasons = new ArrayList<String>();
        HpaConditions.of(hpa).forEach(each ->
                reasons.add(each.type() + "=" + each.status() + " " + each.reason() + ": " + each.message()));
        boolean active = HpaConditions.active(hpa).map(each -> each.status().equals("True")).orElse(false);
        return new Difference.Opinion(
                active && status.has("desiredReplicas")
                        ? Optional.of(status.path("desiredReplicas").asInt(0))
                        : Optional.empty(),
                reasons);
    }

    @Override
    public void close() {
        acts = false;
        rest();
    }
}

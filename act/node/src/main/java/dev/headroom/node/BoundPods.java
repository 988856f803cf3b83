package dev.headroom.node;

import dev.headroom.processes.PodIdentity;
import dev.headroom.processes.PodRunner;
import dev.headroom.processes.PodStatus;
import dev.headroom.timeline.Timeline;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The pods that the scheduler has bound to this node: has them run, has them end when the API says so, and has the API
/// told what they do. Decides on one thread.
final class BoundPods implements ResourceEventHandler<Pod>, PodRunner.Observer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BoundPods.class);

    /// Between looks at a pod that cannot run as it is written, because what it refers to may have come.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private static final long USUAL_GRACE_SECONDS = 30;
    private static final Set<String> OVER = Set.of("Succeeded", "Failed");

    private final StatusWriter writer;
    private final PodEvents events;
    private final EnvironmentSources sources;
    private final Timeline timeline;
    private final String hostIP;
    private final ExecutorService desk =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("bound-pods").factory());

    /// As the API knows them, by uid.
    private final Map<String, Pod> known = new ConcurrentHashMap<>();

    /// Those that the runner has, or had; the desk's own.
    private final Map<String, Stage> stages = new ConcurrentHashMap<>();

    private final Map<String, PodReading.Refused> refused = new ConcurrentHashMap<>();
    private Optional<PodRunner> runner = Optional.empty();

    private enum Stage {
        RUNNING,
        GONE
    }

    BoundPods(StatusWriter writer, PodEvents events, EnvironmentSources sources, Timeline timeline, String hostIP) {
        this.writer = writer;
        this.events = events;
        this.sources = sources;
        this.timeline = timeline;
        this.hostIP = hostIP;
    }

    /// Who runs them; told before the first pod is seen.
    void runner(PodRunner runs) {
        runner = Optional.of(runs);
    }

    Collection<Pod> known() {
        return List.copyOf(known.values());
    }

    // What the API says; any thread.

    @Override
    public void onAdd(Pod pod) {
        onDesk(() -> seen(pod));
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        onDesk(() -> seen(pod));
    }

    @Override
    public void onDelete(Pod pod, boolean unknownLastState) {
        onDesk(() -> {
            var uid = pod.getMetadata().getUid();
            known.remove(uid);
            refused.remove(uid);
            if (stages.remove(uid) == Stage.RUNNING) {
                runner().end(uid, Duration.ZERO);
            }
        });
    }

    private void onDesk(Runnable task) {
        try {
            desk.execute(() -> {
                try {
                    task.run();
                } catch (KubernetesClientException failure) {
                    LOG.warn("the API server does not answer about a pod: {}", failure.toString());
                } catch (RuntimeException defect) {
                    LOG.error("a defect in the handling of pods; it goes on", defect);
                }
            });
        } catch (RejectedExecutionException _) {
            LOG.debug("closed: a pod is left as it is");
        }
    }

    private PodRunner runner() {
        return runner.orElseThrow();
    }

    // The desk.

    private void seen(Pod pod) {
        var uid = pod.getMetadata().getUid();
        known.put(uid, pod);
        var stage = Optional.ofNullable(stages.get(uid));
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            if (stage.equals(Optional.of(Stage.RUNNING))) {
                runner().end(uid, grace(pod));
            } else if (stage.isEmpty()) {
                stages.put(uid, Stage.GONE);
                writer.finish(pod, pod.getStatus());
            }
        } else if (stage.isEmpty() && !OVER.contains(pod.getStatus().getPhase())) {
            begin(pod);
        }
    }

    private static Duration grace(Pod pod) {
        return Duration.ofSeconds(Optional.ofNullable(pod.getMetadata().getDeletionGracePeriodSeconds())
                .orElse(USUAL_GRACE_SECONDS));
    }

    private void begin(Pod pod) {
        var metadata = pod.getMetadata();
        switch (read(pod)) {
            case PodReading.Usable(var template) -> {
                refused.remove(metadata.getUid());
                stages.put(metadata.getUid(), Stage.RUNNING);
                runner().run(identity(pod), template);
            }
            case PodReading.Refused why -> {
                if (!why.equals(refused.put(metadata.getUid(), why))) {
                    events.event(identity(pod), true, "Failed", "Error: " + why.reason() + ": " + why.message());
                    writer.write(pod, new ApiStatus(pod, hostIP).of(why, timeline.now()));
                }
                var _ = timeline.after(LOOK_AGAIN, () -> onDesk(() ->
                        Optional.ofNullable(known.get(metadata.getUid())).ifPresent(this::seen)));
            }
        }
    }

    private PodReading read(Pod pod) {
        try {
            return PodReading.of(pod, sources);
        } catch (KubernetesClientException failure) {
            return new PodReading.Refused("CreateContainerConfigError", "expected an answer of the API server about"
                    + " what the environment refers to, got " + failure.getMessage());
        }
    }

    private static PodIdentity identity(Pod pod) {
        var metadata = pod.getMetadata();
        return new PodIdentity(
                metadata.getNamespace(), metadata.getName(), "", metadata.getUid(),
                Optional.ofNullable(metadata.getLabels()).orElse(Map.of()));
    }

    // What the runner says; its thread.

    @Override
    public void changed(PodIdentity identity, PodStatus status) {
        Optional.ofNullable(known.get(identity.uid()))
                .ifPresent(pod -> writer.write(pod, new ApiStatus(pod, hostIP).of(status)));
    }

    @Override
    public void gone(PodIdentity identity, PodStatus last) {
        onDesk(() -> Optional.ofNullable(known.get(identity.uid())).ifPresent(pod -> {
            stages.put(identity.uid(), Stage.GONE);
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                writer.finish(pod, new ApiStatus(pod, hostIP).last(last));
            }
        }));
    }

    @Override
    public void event(PodIdentity pod, boolean warning, String reason, String message) {
        // The scheduler tells that itself.
        if (!reason.equals("Scheduled")) {
            events.event(pod, warning, reason, message);
        }
    }

    /// Nothing is begun any more.
    @Override
    public void close() {
        desk.shutdown();
    }
}

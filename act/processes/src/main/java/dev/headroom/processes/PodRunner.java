package dev.headroom.processes;

import dev.headroom.machine.Machine;
import dev.headroom.timeline.Timeline;
import dev.headroom.workloads.PodTemplate;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs pods that somebody else decides about, as a kubelet does with what a scheduler has bound to its node. A pod is
/// known by its uid. All methods may be called from any thread.
public final class PodRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PodRunner.class);

    /// After the grace periods, how long killed pods may take to be noticed as gone.
    private static final long LAST_WAIT_MILLIS = 2000;

    private final Observer observer;
    private final ProcessSettings settings;
    private final LoopThread thread = new LoopThread();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final NetworkProber prober;
    private final Node node;

    /// By uid, in the order of their beginnings.
    private final Map<String, LivePod> pods = new LinkedHashMap<>();

    /// What waits for a pod of the same name to be gone.
    private final List<Wanted> waiting = new ArrayList<>();

    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Optional<Measuring> measuring = Optional.empty();
    private boolean closing;
    private volatile Map<String, PodStatus> snapshot = Map.of();

    private record Wanted(PodIdentity identity, PodTemplate template) {}

    /// Told on the loop's thread; must be quick.
    public interface Observer {

        /// Something of it is different.
        void changed(PodIdentity pod, PodStatus status);

        /// Nothing of it is left.
        void gone(PodIdentity pod, PodStatus last);

        /// An event in the words of Kubernetes.
        void event(PodIdentity pod, boolean warning, String reason, String message);
    }

    /// Starts nothing.
    ///
    /// @param machine runs the processes; it is not closed with this
    public PodRunner(
            Machine machine, ProcessSettings settings, Timeline timeline, Vertx vertx, Observer observer) {
        this.observer = observer;
        this.settings = settings;
        this.prober = new NetworkProber(vertx);
        this.node = new Node(
                machine.name(),
                new Agenda(timeline, thread),
                background,
                machine,
                prober,
                new NoServices(),
                settings,
                new NoEvents(),
                Node.capacityOfMachine());
        thread.execute(() -> measuring = Optional.of(
                new Measuring(node, () -> List.copyOf(pods.values()), this::publish)));
    }

    /// Whoever runs pods for a cluster does not balance between them.
    private static final class NoServices implements Endpoints {

        @Override
        public void update(List<PodStatus> pods) {
            // The cluster's own controllers look.
        }

        @Override
        public CompletionStage<Void> drained(String namespace, String pod) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public Map<String, String> links(String namespace) {
            return Map.of();
        }
    }

    /// What concerns no pod is told nobody.
    private static final class NoEvents implements ClusterEvents {

        @Override
        public void event(
                Instant time, boolean warning, String kind, String object, String reason, String message) {
            // Pods tell their own.
        }

        @Override
        public void podsChanged() {
            // The runner tells that itself.
        }
    }

    /// Runs a pod, once; when one of the same name is still ending, after it.
    public void run(PodIdentity identity, PodTemplate template) {
        thread.execute(() -> {
            boolean known = pods.containsKey(identity.uid())
                    || waiting.stream().anyMatch(each -> each.identity().uid().equals(identity.uid()));
            if (closing || known) {
                return;
            }
            if (pods.values().stream().anyMatch(pod -> sameName(pod.identity(), identity))) {
                waiting.add(new Wanted(identity, template));
            } else {
                begin(identity, template);
            }
        });
    }

    private static boolean sameName(PodIdentity one, PodIdentity other) {
        return one.namespace().equals(other.namespace()) && one.name().equals(other.name());
    }

    private void begin(PodIdentity identity, PodTemplate template) {
        var logs = settings.logs().resolve(identity.namespace() + "_" + identity.name() + "_" + identity.uid());
        try {
            Files.createDirectories(logs);
        } catch (IOException failure) {
            observer.event(identity, true, "Failed", "logs: expected to make the folder " + logs + ", got " + failure);
        }
        var own = node.with(settings.logsIn(logs), new Told(identity));
        var pod = new LivePod(identity, template, own, new LivePod.Owner() {
            @Override
            public void changed() {
                PodRunner.this.changed(identity.uid());
            }

            @Override
            public void changedNow() {
                PodRunner.this.changed(identity.uid());
            }

            @Override
            public void gone(LivePod pod) {
                PodRunner.this.gone(pod);
            }
        });
        pods.put(identity.uid(), pod);
        pod.begin();
    }

    /// The events of one pod.
    private final class Told implements ClusterEvents {
        private final PodIdentity pod;

        Told(PodIdentity pod) {
            this.pod = pod;
        }

        @Override
        public void event(
                Instant time, boolean warning, String kind, String object, String reason, String message) {
            observer.event(pod, warning, reason, message);
        }

        @Override
        public void podsChanged() {
            // The runner tells that itself.
        }
    }

    private void changed(String uid) {
        Optional.ofNullable(pods.get(uid)).ifPresent(pod -> {
            publish();
            observer.changed(pod.identity(), pod.status());
        });
    }

    private void publish() {
        var now = new LinkedHashMap<String, PodStatus>();
        pods.forEach((uid, pod) -> now.put(uid, pod.status()));
        snapshot = now;
    }

    private void gone(LivePod pod) {
        pods.remove(pod.identity().uid());
        publish();
        observer.gone(pod.identity(), pod.status());
        var next = waiting.stream().filter(each -> sameName(each.identity(), pod.identity())).findFirst();
        next.ifPresent(wanted -> {
            waiting.remove(wanted);
            begin(wanted.identity(), wanted.template());
        });
        if (closing && pods.isEmpty()) {
            ended.complete(null);
        }
    }

    /// Ends a pod within `grace`; asked again, the time can only become shorter.
    public void end(String uid, Duration grace) {
        thread.execute(() -> {
            waiting.removeIf(wanted -> wanted.identity().uid().equals(uid));
            Optional.ofNullable(pods.get(uid)).ifPresent(pod -> pod.end(grace));
        });
    }

    /// Starts a command in a running container, for whoever talks with it; fails with an IOException where there is no
    /// such container, it does not run, or the command cannot be started.
    public CompletableFuture<Process> exec(String namespace, String pod, String container, List<String> argv) {
        var started = new CompletableFuture<Process>();
        thread.execute(() -> {
            var beside = pods.values().stream()
                    .filter(each -> each.identity().namespace().equals(namespace) && each.identity().name().equals(pod))
                    .flatMap(each -> each.all().stream())
                    .filter(each -> each.spec().name().equals(container))
                    .findFirst()
                    .flatMap(each -> each.beside(argv));
            if (beside.isEmpty()) {
                started.completeExceptionally(new IOException("expected a running container, got " + container
                        + " of pod " + namespace + "/" + pod + ", which does not run"));
                return;
            }
            background.execute(() -> {
                try {
                    started.complete(beside.get().group().open(beside.get().command()));
                } catch (IOException | UncheckedIOException failure) {
                    started.completeExceptionally(failure);
                }
            });
        });
        return started;
    }

    /// What each pod is doing, by its uid.
    public Map<String, PodStatus> pods() {
        return snapshot;
    }

    /// Ends all pods, each within its own grace period and the limit `closeGrace`; returns when nothing is left.
    @Override
    public void close() {
        var grace = settings.kubelet().closeGrace();
        thread.execute(() -> {
            closing = true;
            waiting.clear();
            measuring.ifPresent(Measuring::end);
            if (pods.isEmpty()) {
                ended.complete(null);
            }
            List.copyOf(pods.values()).forEach(pod -> pod.end(shorter(grace, pod.grace())));
        });
        try {
            ended.orTimeout(grace.toMillis() + LAST_WAIT_MILLIS, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException | CancellationException overdue) {
            LOG.warn("not all pods have ended in time: {}", overdue.toString());
        }
        prober.close();
        thread.close();
        background.shutdown();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

package dev.headroom.processes;

import dev.headroom.hpa.ScaleTarget;
import dev.headroom.machine.LimitEnforcement;
import dev.headroom.machine.LocalMachine;
import dev.headroom.machine.Machine;
import dev.headroom.manifests.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Deployments and Services of some manifests as processes of this machine. All methods may be called from any
/// thread.
public final class ProcessCluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessCluster.class);

    /// After the grace periods, how long killed pods may take to be noticed as gone.
    private static final long LAST_WAIT_MILLIS = 2000;

    private final Workloads workloads;
    private final ProcessSettings settings;
    private final Surroundings around;
    private final ControlLoop loop;
    private final LoopThread thread = new LoopThread();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Optional<Running> running = Optional.empty();

    /// What there is between start and close.
    private record Running(
            Machine machine, ServiceFronts fronts, NetworkProber prober, ClusterMetrics metrics) {}

    private ProcessCluster(Workloads workloads, ProcessSettings settings, Surroundings around) {
        this.workloads = workloads;
        this.settings = settings;
        this.around = around;
        this.loop = new ControlLoop(workloads.deployments(), settings);
    }

    /// Reads the Deployments and Services among the manifests and leaves the others alone. Starts nothing.
    ///
    /// @throws dev.headroom.manifests.ManifestException for the first one that cannot be run
    public static ProcessCluster of(List<Manifest> manifests, ProcessSettings settings, Surroundings around) {
        return new ProcessCluster(
                Workloads.of(manifests, settings.kubelet().maxReplicas()), settings, around);
    }

    /// What in the manifests nobody understands or what cannot have been meant, a line each with its place.
    public List<String> warnings() {
        return workloads.warnings();
    }

    /// Starts the listeners of Services and the replicas, and returns when the Services listen; replicas take their
    /// time.
    ///
    /// @throws UncheckedIOException when the logs have no place, or no process can be started
    public synchronized void start() {
        if (running.isPresent()) {
            throw new IllegalStateException("started already");
        }
        try {
            Files.createDirectories(settings.logs());
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "logs: expected a folder that can be written, got " + settings.logs() + " (" + failure + ")",
                    failure);
        }
        var machine = LocalMachine.open(around.timeline());
        var fronts = fronts(machine);
        var prober = new NetworkProber(around.vertx());
        var node = new Node(
                machine.name(),
                new Agenda(around.timeline(), thread),
                background,
                machine,
                prober,
                fronts,
                settings,
                around.events(),
                Node.capacityOfMachine());
        running = Optional.of(new Running(machine, fronts, prober, new ClusterMetrics(around.registry(), this)));
        loop.start(node);
    }

    private ServiceFronts fronts(Machine machine) {
        try {
            return ServiceFronts.open(workloads.services(), machine, around, settings);
        } catch (CompletionException failure) {
            machine.close();
            throw failure;
        }
    }

    /// One per Deployment, in the order of the manifests. Before the start they have no pods.
    public List<ScaleTarget> scaleTargets() {
        return List.copyOf(deployments());
    }

    List<DeploymentScale> deployments() {
        return loop.targets();
    }

    /// All pods, those that end included, sorted by name.
    public List<PodStatus> pods() {
        return loop.pods();
    }

    /// All Services, in the order of the manifests; none before the start.
    public List<ServiceStatus> services() {
        return running.map(now -> now.fronts().statuses()).orElse(List.of());
    }

    /// What keeps the pods within their limits here; nothing before the start.
    public LimitEnforcement enforcement() {
        var none = new LimitEnforcement.Means.None("nothing was started");
        return running.map(now -> now.machine().enforcement()).orElse(new LimitEnforcement(none, none));
    }

    /// Ends everything: pods finish their requests and get their grace periods (at most the limit `closeGrace`), all at
    /// the same time, and whatever is left is killed. Returns when no process is.
    @Override
    public synchronized void close() {
        running.ifPresent(now -> {
            var grace = settings.kubelet().closeGrace();
            try {
                loop.end(grace).orTimeout(grace.toMillis() + LAST_WAIT_MILLIS, TimeUnit.MILLISECONDS).join();
            } catch (CompletionException | CancellationException overdue) {
                LOG.warn("not all pods have ended in time, the rest is killed: {}", overdue.toString());
            }
            now.machine().close();
            now.fronts().close();
            now.prober().close();
            now.metrics().close();
        });
        running = Optional.empty();
        thread.close();
        background.shutdown();
    }
}

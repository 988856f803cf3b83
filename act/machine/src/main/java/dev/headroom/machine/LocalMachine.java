package dev.headroom.machine;

import dev.headroom.machine.LimitEnforcement.Means;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The computer that Headroom runs on.
public final class LocalMachine implements Machine {

    /// Over which a CPU limit is enforced unless it is too small for it; the kubelet's default is 100 ms, its setting
    /// `cpuCFSQuotaPeriod`. At a limit of 100m a process that used its share then stands still for nine tenths of it,
    /// and where other processes run, none of its memory is in a cache afterwards. Measured so with a JVM at 100m:
    /// ready in 65 s with 50 ms, 34 s with 100 ms, 26 s with 200 ms, 11 s with 400 ms, for 0.6 s of work. Longer than
    /// this, a stop alone would exceed what people want of a 95th percentile.
    public static final Duration CPU_PERIOD = Duration.ofMillis(300);

    /// Killed processes are gone in milliseconds, unless the kernel waits for a device.
    private static final Duration LAST_WAIT = Duration.ofSeconds(10);

    private static final String MARKER = "HEADROOM_GROUP";

    private final String id;
    private final Confinement confinement;
    private final Reaper reaper;
    private final Loopback loopback;
    private final List<String> session;
    private final Set<LocalGroup> groups = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    private LocalMachine(String id, Confinement confinement, Loopback loopback) throws IOException {
        this.id = id;
        this.confinement = confinement;
        this.loopback = loopback;
        this.session = Reaper.session();
        this.reaper = Reaper.start(session, MARKER + "=" + id + "/", confinement.folders());
    }

    /// Finds out what this machine offers, removes what a Headroom that was killed has left, and starts the reaper.
    ///
    /// @throws UncheckedIOException when no process can be started at all
    public static LocalMachine open(Timeline timeline) {
        var id = id(timeline);
        return open(id, bestConfinement(id), Loopback.open());
    }

    /// As [#open(Timeline)], with addresses that are no loopback addresses, so that the API server of Kubernetes takes
    /// them for those of pods. They need a route, which only root can add.
    ///
    /// @throws UncheckedIOException when they cannot be had, with what to do, or when no process can be started
    public static LocalMachine openRouted(Timeline timeline) {
        var id = id(timeline);
        try {
            var addresses = Loopback.routed();
            return open(id, bestConfinement(id), addresses);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure.getMessage(), failure);
        }
    }

    private static String id(Timeline timeline) {
        return ProcessHandle.current().pid() + "-" + Long.toString(timeline.nanos() & Long.MAX_VALUE, 36);
    }

    static LocalMachine open(String id, Confinement confinement, Loopback loopback) {
        try {
            return new LocalMachine(id, confinement, loopback);
        } catch (IOException failure) {
            confinement.close();
            loopback.close();
            throw new UncheckedIOException(failure);
        }
    }

    private static Confinement bestConfinement(String id) {
        if (!Files.isDirectory(Path.of("/sys/fs/cgroup"))) {
            return new Unconfined("this system has no control groups");
        }
        var cgroups = Cgroups.open(CgroupMounts.ofThisProcess(), id, CPU_PERIOD);
        if (!(cgroups.enforcement().cpu() instanceof Means.None(var why))) {
            return cgroups;
        }
        var scopes = Reaper.program("systemd-run").flatMap(program -> UserScopes.open(program, CPU_PERIOD));
        if (scopes.isPresent()) {
            cgroups.close();
            return scopes.get();
        }
        if (cgroups.useful()) {
            return cgroups;
        }
        return new Unconfined(why + ", and systemd-run --user --scope does not work");
    }

    @Override
    public String name() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    /// An address of this machine among those that its groups get.
    public String address() {
        return loopback.own();
    }

    @Override
    public LimitEnforcement enforcement() {
        return confinement.enforcement();
    }

    @Override
    public ProcessGroup group(String name, Limits limits) {
        var group = new LocalGroup(this, name, limits);
        groups.add(group);
        return group;
    }

    @Override
    public Claim claim(List<Integer> ports) {
        return loopback.claim(ports);
    }

    @Override
    public String stableAddress(String name, List<Integer> ports) {
        return loopback.stable(name, ports);
    }

    @Override
    public void giveBack(Address address) {
        loopback.giveBack(address);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        var last = List.copyOf(groups);
        last.forEach(LocalGroup::close);
        CompletableFuture.allOf(last.stream().map(LocalGroup::gone).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        workers.shutdownNow();
        if (groups.isEmpty()) {
            reaper.dismiss();
        }
        reaper.close();
        confinement.close();
        loopback.close();
    }

    // What a group asks of its machine.

    Confinement confinement() {
        return confinement;
    }

    Reaper reaper() {
        return reaper;
    }

    List<String> session() {
        return session;
    }

    String markerName() {
        return MARKER;
    }

    String markerValue(String group) {
        return id + "/" + group;
    }

    void execute(Runnable task) {
        workers.execute(task);
    }

    void forget(LocalGroup group) {
        groups.remove(group);
    }
}

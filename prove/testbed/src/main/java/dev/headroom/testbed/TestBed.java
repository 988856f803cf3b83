package dev.headroom.testbed;

import dev.headroom.cluster.ClusterClient;
import dev.headroom.cluster.MachineNode;
import dev.headroom.controlplane.ControlPlane;
import dev.headroom.controlplane.ControlPlanePrograms;
import dev.headroom.controlplane.ControlPlaneSettings;
import dev.headroom.controlplane.User;
import dev.headroom.machine.LocalMachine;
import dev.headroom.node.ClusterNode;
import dev.headroom.node.NodeSettings;
import dev.headroom.processes.ProcessSettings;
import dev.headroom.programs.ProgramException;
import dev.headroom.timeline.WallTimeline;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.opentest4j.TestAbortedException;

/// A control plane in a temporary folder, with clients of it, and on request a node.
public final class TestBed implements AutoCloseable {

    /// Somebody without any rights but those of everybody who is known.
    public static final User NOBODY = new User("nobody", List.of("known"));

    // Without any logging library it writes to standard error.
    private static final System.Logger LOG = System.getLogger("testbed");

    /// The name of the node.
    public static final String NODE = "bed";

    private final Path folder;
    private final WallTimeline timeline;
    private final LocalMachine machine;
    private final ControlPlane plane;
    private final Duration startedIn;
    private final KubernetesClient admin;
    private Optional<MachineNode> node = Optional.empty();
    private volatile String kept = "";

    private TestBed(
            Path folder, WallTimeline timeline, LocalMachine machine, UnaryOperator<ControlPlaneSettings> with) {
        this.folder = folder;
        this.timeline = timeline;
        this.machine = machine;
        var programs = ControlPlanePrograms.build(line -> LOG.log(Level.INFO, line));
        long begun = timeline.nanos();
        var settings = with.apply(ControlPlaneSettings.in(folder).with(NOBODY).with(User.node(NODE)));
        this.plane = ControlPlane.start(programs, settings, machine, timeline);
        this.startedIn = Duration.ofNanos(timeline.nanos() - begun);
        this.admin = ClusterClient.of(plane.access(User.ADMIN));
    }

    /// A control plane for whoever needs one alone.
    ///
    /// @param with changes the settings
    /// @throws ProgramException when it does not start; its folder stays and is named
    public static TestBed start(UnaryOperator<ControlPlaneSettings> with) {
        var timeline = new WallTimeline();
        var machine = LocalMachine.open(timeline);
        try {
            return new TestBed(Files.createTempDirectory("headroom-testbed-"), timeline, machine, with);
        } catch (IOException failure) {
            machine.close();
            timeline.close();
            throw new UncheckedIOException(failure);
        } catch (ProgramException failure) {
            machine.close();
            timeline.close();
            throw failure;
        }
    }

    public ControlPlane controlPlane() {
        return plane;
    }

    /// How long the start took, the build of programs aside.
    public Duration startedIn() {
        return startedIn;
    }

    /// With all data, certificates and logs.
    public Path folder() {
        return folder;
    }

    /// The administrator's client.
    public KubernetesClient admin() {
        return admin;
    }

    /// The node, started by whoever asks first: its pods are processes. A test is skipped where this machine gives pods
    /// no addresses, unless somebody asks for it.
    ///
    /// @throws UncheckedIOException when this machine gives pods no addresses, with what to do about it
    public synchronized ClusterNode node() {
        if (node.isEmpty()) {
            var processes = new ProcessSettings(folder.resolve("pods"), folder, Map.of(), 1);
            node = Optional.of(machineNode(new NodeSettings(NODE, processes)));
        }
        return node.get().node();
    }

    private MachineNode machineNode(NodeSettings settings) {
        try {
            return new MachineNode(plane, settings, timeline);
        } catch (UncheckedIOException failure) {
            if (ClusterExtension.demanded()) {
                throw failure;
            }
            throw new TestAbortedException("needs a route: " + failure.getMessage(), failure);
        }
    }

    /// A new empty namespace whose name begins so.
    public String namespace(String prefix) {
        var name = prefix + "-" + Long.toString(timeline.nanos() & 0xffffff, 36);
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata().withName(name).endMetadata()
                        .build())
                .create();
        return name;
    }

    /// What `kubectl` answers to the administrator.
    public Answer kubectl(String... arguments) {
        return kubectl(User.ADMIN, "", arguments);
    }

    /// What `kubectl` answers to somebody.
    ///
    /// @param input what it reads, such as a manifest for `apply -f -`
    public Answer kubectl(User user, String input, String... arguments) {
        var command = new ArrayList<>(List.of("kubectl", "--kubeconfig", plane.kubeconfig(user).toString()));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
                stdin.write(input);
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException("needs kubectl on the PATH", failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    /// @param output both streams
    public record Answer(int status, String output) {}

    /// A test has failed: the folder stays.
    void keep(String test) {
        kept = test;
    }

    @Override
    public synchronized void close() {
        node.ifPresent(MachineNode::close);
        admin.close();
        plane.close();
        machine.close();
        timeline.close();
        if (kept.isEmpty()) {
            delete();
        } else {
            LOG.log(Level.WARNING, kept + " failed; the logs of the control plane are in " + folder.resolve("logs"));
        }
    }

    private void delete() {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + folder, failure);
        }
    }
}

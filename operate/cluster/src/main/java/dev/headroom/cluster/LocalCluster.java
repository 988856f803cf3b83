package dev.headroom.cluster;

import dev.headroom.controlplane.ControlPlane;
import dev.headroom.controlplane.ControlPlanePrograms;
import dev.headroom.controlplane.ControlPlaneSettings;
import dev.headroom.controlplane.User;
import dev.headroom.machine.LocalMachine;
import dev.headroom.node.NodeSettings;
import dev.headroom.processes.ProcessSettings;
import dev.headroom.timeline.WallTimeline;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// A cluster of one machine for somebody with `kubectl` and no Docker. What is in its folder is there again at the next
/// start.
public final class LocalCluster implements AutoCloseable {

    private final WallTimeline timeline;
    private final LocalMachine machine;
    private final ControlPlane plane;
    private final MachineNode node;

    private LocalCluster(WallTimeline timeline, LocalMachine machine, ControlPlane plane, MachineNode node) {
        this.timeline = timeline;
        this.machine = machine;
        this.plane = plane;
        this.node = node;
    }

    /// @param folder for data, certificates, kubeconfigs and logs
    /// @param commandAliases programs that stand for another in the commands of containers
    public record Options(Path folder, Path workingDirectory, Map<String, String> commandAliases) {
        public Options {
            folder = folder.toAbsolutePath().normalize();
            commandAliases = Map.copyOf(commandAliases);
        }
    }

    /// Builds what is missing, starts everything, and returns when pods can be created.
    ///
    /// @param progress gets a line for whatever takes long
    /// @throws dev.headroom.programs.ProgramException when a program cannot be built or does not start
    /// @throws java.io.UncheckedIOException when this machine gives pods no addresses
    public static LocalCluster start(Options options, Consumer<String> progress) {
        var programs = ControlPlanePrograms.build(progress);
        var timeline = new WallTimeline();
        var machine = LocalMachine.open(timeline);
        try {
            return start(options, programs, machine, timeline);
        } catch (RuntimeException failure) {
            machine.close();
            timeline.close();
            throw failure;
        }
    }

    private static LocalCluster start(
            Options options, ControlPlanePrograms programs, LocalMachine machine, WallTimeline timeline) {
        var name = machine.name().toLowerCase(Locale.ROOT);
        var usual = ControlPlaneSettings.in(options.folder()).with(User.node(name));
        var durable = new ControlPlaneSettings(usual.folder(), usual.port(), usual.users(), usual.flags(), true);
        var plane = ControlPlane.start(programs, durable, machine, timeline);
        try {
            var processes = new ProcessSettings(
                    options.folder().resolve("pods"), options.workingDirectory(), options.commandAliases(), 1);
            return new LocalCluster(
                    timeline, machine, plane, new MachineNode(plane, new NodeSettings(name, processes), timeline));
        } catch (RuntimeException failure) {
            plane.close();
            throw failure;
        }
    }

    public ControlPlane controlPlane() {
        return plane;
    }

    public MachineNode node() {
        return node;
    }

    /// Ends all pods with their grace, then the control plane.
    @Override
    public void close() {
        node.close();
        plane.close();
        machine.close();
        timeline.close();
    }
}

package dev.headroom.testbed;

import dev.headroom.controlplane.ControlPlane;
import dev.headroom.controlplane.ControlPlanePrograms;
import dev.headroom.controlplane.ControlPlaneSettings;
import dev.headroom.machine.LocalMachine;
import dev.headroom.timeline.WallTimeline;
import java.nio.file.Files;
import java.nio.file.Path;

/// A control plane in a JVM of its own; `ready` is in its folder when it is, and it ends with what it reads.
final class ControlPlaneProgram {

    private ControlPlaneProgram() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        try (var timeline = new WallTimeline();
                var machine = LocalMachine.open(timeline);
                var _ = ControlPlane.start(
                        ControlPlanePrograms.build(_ -> {}),
                        ControlPlaneSettings.in(folder),
                        machine,
                        timeline)) {
            Files.createFile(folder.resolve("ready"));
            int end = System.in.read();
            System.out.println("ends after " + end);
        }
    }
}

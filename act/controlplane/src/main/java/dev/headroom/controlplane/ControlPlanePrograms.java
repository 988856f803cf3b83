package dev.headroom.controlplane;

import dev.headroom.programs.GoModule;
import dev.headroom.programs.GoTool;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The programs of the control plane in the user's cache: etcd 3.6.8 and Kubernetes 1.36.3, built by Go from sources
/// whose checksums this module carries. The first build takes about ten minutes on two cores and 2.5 GB of disk.
public record ControlPlanePrograms(Map<Part, Path> paths) {

    /// The version of the three programs of Kubernetes.
    public static final String KUBERNETES = "1.36.3";

    private static final String VERSION = "k8s.io/component-base/version.";

    public ControlPlanePrograms {
        paths = Map.copyOf(paths);
    }

    /// Why Go cannot build them here; empty when it can.
    public static Optional<String> missing() {
        return GoTool.missing();
    }

    /// The programs, when all are built already.
    public static Optional<ControlPlanePrograms> built() {
        var paths = new EnumMap<Part, Path>(Part.class);
        tools().forEach((part, tool) -> tool.built().ifPresent(path -> paths.put(part, path)));
        return paths.size() == Part.values().length
                ? Optional.of(new ControlPlanePrograms(paths))
                : Optional.empty();
    }

    /// The programs, those that are missing built first.
    ///
    /// @param progress gets a line now and then while something is built
    /// @throws dev.headroom.programs.ProgramException when Go is missing or a build fails
    public static ControlPlanePrograms build(Consumer<String> progress) {
        var paths = new EnumMap<Part, Path>(Part.class);
        tools().forEach((part, tool) -> paths.put(part, tool.program(progress)));
        return new ControlPlanePrograms(paths);
    }

    Path path(Part part) {
        return Optional.ofNullable(paths.get(part)).orElseThrow();
    }

    private static Map<Part, GoTool> tools() {
        var etcd = GoModule.ofResources(ControlPlanePrograms.class, "etcd");
        var kubernetes = GoModule.ofResources(ControlPlanePrograms.class, "kubernetes");
        var numbers = KUBERNETES.split("\\.");
        // Without these the programs take themselves for an unreleased version.
        var flags = "-X " + VERSION + "gitVersion=v" + KUBERNETES + " -X " + VERSION + "gitMajor=" + numbers[0] + " -X "
                + VERSION + "gitMinor=" + numbers[1];
        var tools = new EnumMap<Part, GoTool>(Part.class);
        for (var part : Part.values()) {
            tools.put(
                    part,
                    part == Part.ETCD
                            ? new GoTool(etcd, part.tool(), part.program())
                            : new GoTool(kubernetes, part.tool(), part.program(), flags));
        }
        return tools;
    }
}

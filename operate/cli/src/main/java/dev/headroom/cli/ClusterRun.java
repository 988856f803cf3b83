package dev.headroom.cli;

import dev.headroom.cluster.Applying;
import dev.headroom.cluster.ClusterClient;
import dev.headroom.cluster.LocalCluster;
import dev.headroom.controlplane.ControlPlanePrograms;
import dev.headroom.controlplane.User;
import dev.headroom.programs.ProgramException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// `headroom up --cluster`: a Kubernetes cluster of this machine until it is stopped.
record ClusterRun(List<Path> manifests, Path folder) {

    int run(Terminal terminal) {
        try (var interruption = Interruption.listen(() -> {});
                var cluster = start(terminal)) {
            terminal.line("Kubernetes " + ControlPlanePrograms.KUBERNETES + " at " + cluster.controlPlane().url()
                    + ", its pods at " + cluster.node().address() + " and after, limits held by "
                    + cluster.node().enforcement().text());
            terminal.line("export KUBECONFIG=" + cluster.controlPlane().kubeconfig());
            apply(cluster, terminal);
            interruption.await();
            terminal.line("stopping");
        }
        return ExitStatus.INTERRUPTED;
    }

    private LocalCluster start(Terminal terminal) {
        var options = new LocalCluster.Options(
                folder, Path.of("").toAbsolutePath(), Distribution.here().commands());
        terminal.line("headroom up: starting a cluster in " + options.folder());
        try {
            return LocalCluster.start(options, terminal::line);
        } catch (ProgramException | UncheckedIOException failure) {
            throw new UserError(String.valueOf(failure.getMessage()));
        }
    }

    private void apply(LocalCluster cluster, Terminal terminal) {
        try (var client = ClusterClient.of(cluster.controlPlane().access(User.ADMIN))) {
            new Applying(client, terminal::line).apply(manifests);
        } catch (Applying.RefusedException | UncheckedIOException failure) {
            throw new UserError(String.valueOf(failure.getMessage()));
        }
    }
}

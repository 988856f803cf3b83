package dev.headroom.incluster;

import dev.headroom.controlplane.ControlPlanePrograms;
import dev.headroom.programs.GoModule;
import dev.headroom.programs.GoTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/// Helm itself, built by name, and the chart that it renders.
final class Helm {

    /// The checkout.
    static final Path ROOT = Path.of(System.getProperty("headroom.root", "../.."));

    static final Path CHART = ROOT.resolve("charts/headroom");

    private static final GoTool TOOL =
            new GoTool(GoModule.ofResources(Helm.class, "/helm"), "helm.sh/helm/v3/cmd/helm", "helm");

    private Helm() {}

    /// @param output both streams
    record Answer(int status, String output) {}

    /// The chart as `helm template` prints it, or why not.
    static Answer template(String release, String namespace, String... arguments) {
        var command = new ArrayList<>(List.of(
                program().toString(),
                "template",
                release,
                CHART.toString(),
                "--namespace",
                namespace,
                // Without flags of its linker, Helm thinks of Kubernetes 1.20.
                "--kube-version",
                ControlPlanePrograms.KUBERNETES));
        command.addAll(List.of(arguments));
        return run(command);
    }

    static Answer lint(String... arguments) {
        var command = new ArrayList<>(List.of(
                program().toString(), "lint", CHART.toString(), "--strict", "--kube-version",
                ControlPlanePrograms.KUBERNETES));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// A command of Helm against a cluster.
    static Answer at(Path kubeconfig, String... arguments) {
        var command = new ArrayList<>(List.of(program().toString(), "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static Path program() {
        return TOOL.built().orElseGet(() -> {
            if (!System.getProperty("headroom.cluster", "off").equals("on")) {
                throw new TestAbortedException(
                        "needs Helm, which Go builds once: ./mvnw -Pcluster -pl :incluster -am verify");
            }
            return TOOL.program();
        });
    }

    private static Answer run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }
}

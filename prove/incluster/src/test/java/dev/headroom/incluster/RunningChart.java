package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.controlplane.Access;
import dev.headroom.controlplane.User;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/// The chart with its operators as pods of the node: each is a process at an address of its own, as its account, behind
/// the Service of the chart.
final class RunningChart implements AutoCloseable {

    private final TestBed bed;
    private final Path folder;
    private final String namespace;
    private final String applied;

    /// @param values arguments of Helm
    RunningChart(TestBed bed, Path folder, String namespace, String... values) {
        this.bed = bed;
        this.folder = folder;
        this.namespace = namespace;
        bed.node();
        var rendered = Helm.template("headroom", namespace, values);
        assertEquals(0, rendered.status(), rendered::output);
        // The account has to be there before its token, and its token before the pods.
        apply("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: headroom, namespace: " + namespace + "}\n");
        var token = bed.kubectl("create", "token", "headroom", "-n", namespace, "--duration=1h");
        assertEquals(0, token.status(), token::output);
        var admin = bed.controlPlane().access(User.ADMIN);
        var account = new Access(admin.url(), admin.authority(), "headroom", token.output().strip());
        write(kubeconfig(), account.kubeconfig());
        applied = runnable(rendered.output());
        apply(applied);
    }

    private void apply(String manifests) {
        var answer = bed.kubectl(User.ADMIN, manifests, "apply", "--server-side", "-f", "-");
        assertEquals(0, answer.status(), answer::output);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path kubeconfig() {
        return folder.resolve(namespace + ".kubeconfig");
    }

    /// What the image would run with what it would find, as a process that is not alone on its machine.
    private String runnable(String rendered) {
        var program = "exec " + Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx192m -cp " + System.getProperty("java.class.path")
                + " dev.headroom.cli.Main \\\"$@\\\" --listen=$POD_IP:9095 --data=" + folder + "/$HOSTNAME"
                + " --kubeconfig=" + kubeconfig();
        return rendered.replaceAll("(?m)^ +- --(listen|data)=.*\n", "")
                .replaceAll("(?m)^ +- --metrics-listen=.*\n", "")
                .replaceAll("(?m)^ +env:\n +- \\{name: JDK_JAVA_OPTIONS.*\n", "")
                .replace("          args:\n            - operator\n", """
                          command: [sh, -c, "%s%s", headroom]
                          env:
                            - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                            - {name: HOSTNAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                          args:
                            - operator
                """.formatted(program, rendered.contains("--metrics-listen=") ? " --metrics-listen=$POD_IP:6443" : ""));
    }

    /// Waits until its pods are ready and one of them leads.
    void awaitLeader() {
        Waiting.until(() -> !leader().isEmpty(), this::said);
        var rolled = bed.kubectl("rollout", "status", "statefulset/headroom", "-n", namespace, "--timeout=90s");
        assertEquals(0, rolled.status(), () -> rolled.output() + said());
    }

    /// The pod that leads; empty for none.
    String leader() {
        var holder = bed.kubectl(
                "get", "lease", "headroom", "-n", namespace, "-o", "jsonpath={.spec.holderIdentity}");
        return holder.status() == 0 && holder.output().contains("_")
                ? holder.output().substring(0, holder.output().indexOf('_'))
                : "";
    }

    /// Waits for another one than that; in between nobody leads.
    String leaderAfter(String before) {
        var seen = new AtomicReference<>("");
        Waiting.until(
                () -> {
                    seen.set(leader());
                    return !seen.get().isEmpty() && !seen.get().equals(before);
                },
                this::said);
        return seen.get();
    }

    String said() {
        return bed.kubectl("get", "pods", "-n", namespace, "-o", "wide").output()
                + bed.kubectl("logs", "-l", "app.kubernetes.io/name=headroom", "-n", namespace).output();
    }

    /// Takes everything away, and waits until the pods are gone.
    @Override
    public void close() {
        bed.kubectl(User.ADMIN, applied, "delete", "--wait=true", "--timeout=60s", "-f", "-");
        bed.kubectl("wait", "--for=delete", "pods", "--all", "-n", namespace, "--timeout=60s");
    }
}

package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import dev.headroom.operator.Installation;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kubectl headroom` through a real kubectl, as somebody with the two roles of the chart and nothing else, with
/// operators that are pods behind the Service of the chart.
@ClusterTest
@Timeout(300)
class KubectlPluginTest {

    private static final User READER = new User("reader", List.of("people"));
    private static final Set<String> READS = Set.of("get", "list");
    private static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";

    @TempDir
    private static Path folder;

    private static TestBed bed;
    private static AuditLog audit;

    private final TaskSource tasks = new TaskSource();

    @BeforeAll
    static void controlPlane() throws IOException {
        var policy = folder.resolve("policy.yaml");
        var log = folder.resolve("audit.log");
        Files.writeString(policy, AuditLog.POLICY);
        Files.createFile(log);
        audit = new AuditLog(log);
        bed = TestBed.start(settings -> settings.with(READER)
                .hpaSyncPeriod(Duration.ofSeconds(1))
                .with(Part.API_SERVER, "--enable-aggregator-routing=true",
                        "--audit-policy-file=" + policy, "--audit-log-path=" + log));
        apply("", Installation.CRDS.manifests());
        Waiting.until(() -> bed.kubectl("get", "scaledobjects").status() == 0, () -> "not served");
        plugin();
    }

    /// A folder for the PATH: the plugin as it is built, and beside it what stands for a built Headroom.
    private static void plugin() throws IOException {
        var bin = Files.createDirectories(folder.resolve("bin"));
        Files.copy(
                Helm.ROOT.resolve("operate/cli/src/main/dist/bin/kubectl-headroom"), bin.resolve("kubectl-headroom"));
        Files.writeString(bin.resolve("headroom"), "#!/bin/sh\nexec " + Path.of(
                System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
                + System.getProperty("java.class.path") + "' dev.headroom.cli.Main \"$@\"\n");
        for (var program : List.of("headroom", "kubectl-headroom")) {
            Files.setPosixFilePermissions(bin.resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @AfterAll
    static void end() {
        bed.close();
    }

    @AfterEach
    void noMoreTasks() {
        tasks.close();
    }

    private static void apply(String namespace, String manifest) {
        var arguments = new ArrayList<>(List.of("apply", "-f", "-"));
        if (!namespace.isEmpty()) {
            arguments.addAll(List.of("-n", namespace));
        }
        var answer = bed.kubectl(User.ADMIN, manifest, arguments.toArray(String[]::new));
        assertEquals(0, answer.status(), answer::output);
    }

    /// What `kubectl headroom ...` prints to somebody, standard error included.
    private static TestBed.Answer headroom(User user, String... arguments) {
        return run(bed.controlPlane().kubeconfig(user), arguments);
    }

    private static TestBed.Answer run(Path kubeconfig, String... arguments) {
        var command = new ArrayList<>(List.of("kubectl", "headroom"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("KUBECONFIG", kubeconfig.toString());
        environment.remove("JAVA_TOOL_OPTIONS");
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new TestBed.Answer(process.waitFor(), output);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    private static String good(String... arguments) {
        var answer = headroom(READER, arguments);
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    private static String bad(User user, String... arguments) {
        var answer = headroom(user, arguments);
        assertEquals(2, answer.status(), answer::output);
        assertEquals(1, answer.output().lines().count(), answer::output);
        return answer.output();
    }

    /// One story, for an installation is dear: nothing there, two operators, a reader, a lost leader, a second one.
    @Test
    void aReaderSeesWhatTheLeaderKnowsAndIsToldWhatIsMissing() {
        var shop = bed.namespace("shop");
        var home = bed.namespace("scaling");
        assertTrue(bad(User.ADMIN, "status").contains("expected an operator of Headroom, got no Service labelled"
                + " headroom.dev/serves=pages in all namespaces"));
        var chart = new RunningChart(bed, folder, home, "--set=mode=adapter,metricsApis.external=true"
                + ",persistence.enabled=false,readers[0].kind=User,readers[0].name=" + READER.name());
        apply(shop, TaskSource.deployment("web", 1));
        apply(shop, tasks.scaledObject("web", "web", ""));
        tasks.say(18);
        chart.awaitLeader();
        Waiting.until(() -> good("status", "-n", shop).contains("4500m/5 (avg)"), () -> good("status", "-n", shop));
        System.out.println(good("status", "-n", shop));
        System.out.println(good("status", "-A"));
        System.out.println(good("explain", "web", "-n", shop));
        System.out.println(good("explain", "web", "-n", shop, "-v", "--since", "1h"));
        System.out.println(headroom(READER, "check", "-n", shop).output());
        System.out.println(headroom(READER, "check", "-A").output());
        System.out.println(headroom(READER, "--help").output());
        System.out.println(headroom(READER, "status", "--help").output());
        System.out.println(audit.forbidden(READER.name(), ""));
    }
}

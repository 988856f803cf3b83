package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import dev.headroom.operator.Installation;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
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
@Timeout(480)
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
            throw new UncheckedIOException(failure);
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

    private static void succeeds(String... arguments) {
        var answer = bed.kubectl(arguments);
        assertEquals(0, answer.status(), answer::output);
    }

    private static RunningChart chart(String home, String values) {
        return new RunningChart(bed, folder, home, "--set=" + values + ",persistence.enabled=false"
                + ",readers[0].kind=User,readers[0].name=" + READER.name());
    }

    private static void contains(String text, String... parts) {
        for (var part : parts) {
            assertTrue(text.contains(part), () -> part + " is not in " + text);
        }
    }

    /// An object whose trigger nobody answers, and a Service that picks no pod: what a check and a status should name.
    private static void brokenThings(String namespace) {
        apply(namespace, TaskSource.deployment("slow", 1));
        apply(namespace, """
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: slow}
                spec:
                  scaleTargetRef: {name: slow}
                  pollingInterval: 2
                  minReplicaCount: 1
                  triggers:
                    - type: prometheus
                      name: load
                      metadata:
                        serverAddress: http://127.0.0.1:1
                        query: sum(rate(http_requests_total[1m]))
                        threshold: "10"
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: slow}
                spec: {selector: {app: slwo}, ports: [{port: 80}]}
                """);
    }

    /// One story, for an installation is dear: nothing there, two operators, a reader, a lost leader, a second one.
    @Test
    void aReaderSeesWhatTheLeaderKnowsAndIsToldWhatIsMissing() {
        var shop = bed.namespace("shop");
        var home = bed.namespace("scaling");
        contains(bad(User.ADMIN, "status"), "expected an operator of Headroom, got no Service labelled"
                + " headroom.dev/serves=pages in all namespaces");
        try (var chart = chart(home, "mode=adapter,metricsApis.external=true")) {
            apply(shop, TaskSource.deployment("web", 1));
            apply(shop, tasks.scaledObject("web", "web", ""));
            brokenThings(shop);
            tasks.say(18);
            chart.awaitLeader();
            Waiting.until(
                    () -> bed.kubectl("get", "hpa", "keda-hpa-web", "-n", shop).output().contains("4500m/5 (avg)"),
                    chart::said);
            reads(shop, home, chart);
            assertEquals(List.of(), audit.forbidden(READER.name(), ""));
            assertEquals(
                    List.of(),
                    audit.of(READER.name()).stream().filter(each -> !READS.contains(each.verb())).toList());
            refusals(shop, home);
            takeover(home, chart);
        } finally {
            bed.kubectl("delete", "apiservice", EXTERNAL);
        }
    }

    private static void reads(String shop, String home, RunningChart chart) {
        var leader = chart.leader();
        var status = good("status", "-n", shop);
        contains(status,
                "operator  " + home + "/headroom, pod " + leader + ": adapter mode, it leads and acts",
                ", namespace " + shop,
                "keda-hpa-web    Deployment/web    4500m/5 (avg)",
                "! " + shop + "/slow: ScalingActive=False FailedGetExternalMetric: ");
        contains(good("status", "-A"), "all namespaces", shop + "   keda-hpa-web");
        contains(good("status"), "No autoscaler in namespace default; there are 2 in others, -A shows them");
        contains(good("status", "web", "-n", shop), "Name:", "keda-hpa-web", "4500m / 5");
        var explained = good("explain", "web", "-n", shop, "--since", "1h");
        contains(explained,
                shop + "/web: the HPA controller scales Deployment/web on what Headroom serves",
                "  serves      s0-metric-api-tasks 18, target 5 (avg), the controller read 4500m (avg), asked now",
                "  autoscaler  keda-hpa-web wants 4 of 1 to 6, there are 4, last scaled ",
                "HorizontalPodAutoscaler/keda-hpa-web SuccessfulRescale: New size: 4");
        contains(good("explain", "slow", "-n", shop, "-v"),
                "load (s0-prometheus) has no number: ",
                "asked  sum(rate(http_requests_total[1m]))");
        var asked = audit.of(READER.name()).stream()
                .map(AuditLog.Entry::path)
                .filter(each -> each.contains("/" + home + "/") && each.contains("/explain"))
                .map(each -> each.substring(0, each.indexOf("/proxy")))
                .distinct()
                .toList();
        assertEquals(List.of("/api/v1/namespaces/" + home + "/pods/" + leader + ":9095"), asked);
        checked(shop);
    }

    private static void checked(String shop) {
        var answer = headroom(READER, "check", "-n", shop);
        assertEquals(1, answer.status(), answer::output);
        contains(answer.output(), "scaledobject/slow (namespace " + shop + ")", "[rate-window]",
                "service/slow (namespace " + shop + ")", " in 5 objects");
    }

    private static void refusals(String shop, String home) {
        contains(bad(READER, "explain", "nobody", "-n", shop),
                "autoscaler: expected one that runs (" + shop + "/slow, " + shop + "/web), got \"" + shop
                        + "/nobody\"");
        contains(bad(READER, "query", "up"),
                "this operator scrapes nothing (--config.file), so there is nothing to ask it");
        contains(bad(TestBed.NOBODY, "status", "-n", shop),
                "expected the right to list services in namespace headroom or " + shop + ", got 403 Forbidden; ask for"
                        + " the role headroom-reader; or name it with --operator NAMESPACE/SERVICE");
        contains(bad(TestBed.NOBODY, "status", "--operator", home + "/headroom"),
                "expected the right to get services/proxy \"headroom:9095\" in namespace " + home
                        + ", got 403 Forbidden; ask for the role headroom-pages");
        contains(bad(TestBed.NOBODY, "check", "-n", shop), "expected the right to list anything in namespace " + shop);
        contains(bad(READER, "status", "--context", "elsewhere"), "expected a context (", "got \"elsewhere\"");
        var other = bed.namespace("other");
        succeeds("create", "service", "clusterip", "headroom", "--tcp=9095", "-n", other);
        succeeds("label", "service", "headroom", "headroom.dev/serves=pages", "-n", other);
        contains(bad(READER, "status"),
                "expected one operator of Headroom, got 2 (" + other + "/headroom, " + home + "/headroom)",
                "; choose with --operator ");
        contains(bad(READER, "status", "--operator", other + "/headroom"), "expected the right to get services/proxy");
        succeeds("delete", "namespace", other, "--wait=false");
    }

    private static void takeover(String home, RunningChart chart) {
        var before = chart.leader();
        succeeds("delete", "pod", before, "-n", home, "--wait=false");
        var after = chart.leaderAfter(before);
        contains(good("status", "-A", "--operator", home + "/headroom"),
                "pod " + after + ": adapter mode, it leads and acts");
    }

    /// Where Headroom decides itself, its decisions are explained: those since a time, too.
    @Test
    void aReaderSeesTheDecisionsOfAnOperatorThatDecides() {
        var shop = bed.namespace("shop");
        var home = bed.namespace("scaling");
        try (var chart = chart(home, "mode=autoscaler,replicas=1,syncPeriod=1s")) {
            apply(shop, TaskSource.deployment("web", 1));
            apply(shop, tasks.scaledObject("web", "web", ""));
            tasks.say(18);
            chart.awaitLeader();
            var path = "jsonpath={.spec.replicas}";
            Waiting.until(
                    () -> bed.kubectl("get", "deployment", "web", "-n", shop, "-o", path).output().equals("4"),
                    chart::said);
            contains(good("status", "-n", shop),
                    home + "/headroom, pod headroom-0: autoscaler mode, it leads and acts", "Deployment/web");
            contains(good("explain", "web", "-n", shop, "--since", "1h"),
                    shop + "/web: 1 → 4 replicas at ", "s0-metric-api-tasks 4500m, target 5 (avg)");
            assertEquals(List.of(), audit.forbidden(READER.name(), "proxy"));
            succeeds("delete", "scaledobject", "--all", "-n", shop);
        }
    }
}

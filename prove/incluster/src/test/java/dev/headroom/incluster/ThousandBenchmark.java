package dev.headroom.incluster;

import static dev.headroom.incluster.OperatorCluster.ONE;

import dev.headroom.controlplane.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a thousand HorizontalPodAutoscalers cost: an operator that decides on all of them, and the HPA controller of
/// kube-controller-manager, one after the other on the same objects. Run by prove/benchmarks/thousand.sh.
final class ThousandBenchmark {

    private static final String CONTROLLER = "system:serviceaccount:kube-system:horizontal-pod-autoscaler";

    /// Clock ticks of /proc a second.
    private static final double TICKS = 100;

    private static final Duration WARM = Duration.ofSeconds(40);

    private final OperatorCluster cluster;
    private final Thousand thousand;
    private final Duration measured;

    private ThousandBenchmark(OperatorCluster cluster, Thousand thousand, Duration measured) {
        this.cluster = cluster;
        this.thousand = thousand;
        this.measured = measured;
    }

    /// @param arguments seconds that each is measured, and how many autoscalers
    public static void main(String[] arguments) throws IOException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 180;
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        var folder = Files.createTempDirectory("headroom-thousand-");
        try (var cluster = new OperatorCluster(folder, settings -> settings.with(
                        Part.CONTROLLER_MANAGER, "--controllers=*,-horizontal-pod-autoscaler-controller"));
                var thousand = new Thousand(cluster, count)) {
            var benchmark = new ThousandBenchmark(cluster, thousand, Duration.ofSeconds(seconds));
            print("who", "metric", "decisions/min", "requests/min", "per decision", "writes/min", "CPU %", "RSS MB",
                    "API server CPU %");
            benchmark.headroom("Headroom, 50/s", "50");
            benchmark.headroom("Headroom, 100/s", "100");
            cluster.bed().controlPlane().part(Part.CONTROLLER_MANAGER).stop();
            benchmark.controller("controller-manager, 20/s", List.of());
            benchmark.controller("controller-manager, 100/s", List.of("--kube-api-qps=100", "--kube-api-burst=100"));
        }
    }

    private void headroom(String who, String rate) {
        try (var one = cluster.operator(
                ONE, Thousand.namespace(), "autoscaler", "--all-hpas", "--kube-api-qps", rate)) {
            one.awaitActing();
            measure(who, ONE.name(), one.pid());
        }
    }

    /// A controller-manager of its own that runs the HPA controller and nothing else, with the flags that it has here.
    private void controller(String who, List<String> more) throws IOException {
        var command = new ArrayList<>(command());
        command.removeIf(each -> each.startsWith("--horizontal-pod-autoscaler-sync-period")
                || each.startsWith("--controllers"));
        command.add("--controllers=horizontal-pod-autoscaler-controller");
        command.addAll(more);
        var log = cluster.file("controller-manager.log").toFile();
        var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
        try {
            measure(who, CONTROLLER, process.pid());
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> command() {
        var part = cluster.bed().controlPlane().part(Part.CONTROLLER_MANAGER);
        part.start();
        try {
            return words(process("kube-controller-manager"));
        } finally {
            part.stop();
        }
    }

    private static List<String> words(long pid) {
        return Arrays.asList(text("/proc/" + pid + "/cmdline").split("\0"));
    }

    private static long process(String program) {
        return ProcessHandle.current().descendants()
                .filter(each -> words(each.pid()).getFirst().endsWith("/" + program))
                .findFirst()
                .map(ProcessHandle::pid)
                .orElseThrow();
    }

    private void measure(String who, String user, long pid) {
        for (boolean moving : new boolean[] {false, true}) {
            thousand.move(moving);
            Waiting.rest(WARM.toMillis());
            long server = process("kube-apiserver");
            double cpu = cpuSeconds(pid);
            double serverCpu = cpuSeconds(server);
            var begun = Instant.now();
            Waiting.rest(measured.toMillis());
            var ended = Instant.now();
            double seconds = Duration.between(begun, ended).toMillis() / 1e3;
            var entries = cluster.audit().of(user).stream()
                    .filter(each -> each.received().isAfter(begun) && each.received().isBefore(ended))
                    .toList();
            long decisions = entries.stream().filter(each -> each.path().contains("/external.metrics.k8s.io/")).count();
            long writes = entries.stream().filter(each -> each.verb().equals("patch") || each.verb().equals("update")
                    || each.verb().equals("create")).count();
            print(who, moving ? "moves" : "still",
                    number(decisions * 60 / seconds), number(entries.size() * 60 / seconds),
                    String.format(Locale.ROOT, "%.2f", (double) entries.size() / Math.max(1, decisions)),
                    number(writes * 60 / seconds),
                    String.format(Locale.ROOT, "%.1f", (cpuSeconds(pid) - cpu) / seconds * 100),
                    number(resident(pid)),
                    String.format(Locale.ROOT, "%.1f", (cpuSeconds(server) - serverCpu) / seconds * 100));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static void print(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    private static double cpuSeconds(long pid) {
        var fields = text("/proc/" + pid + "/stat").replaceFirst("^.*\\) ", "").split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    private static double resident(long pid) {
        return text("/proc/" + pid + "/status").lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

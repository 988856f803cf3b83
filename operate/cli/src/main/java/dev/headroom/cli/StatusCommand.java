package dev.headroom.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `headroom status`: what `kubectl get hpa`, `get pods` and `get services` would show.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows autoscalers, pods, Services, scrape targets that are down and alerts of a running Headroom.",
        footer = {"", "Examples:", "  headroom status", "  headroom status inference", "  headroom status --json"})
final class StatusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only the autoscaler with this name")
    private @Nullable String name;

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        var status = server.client().ask("/api/headroom/v1/status", Map.of());
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(status.toPrettyString());
            return ExitStatus.DONE;
        }
        autoscalers(status.path("autoscalers"), out);
        if (name == null) {
            pods(status.path("pods"), out);
            services(status.path("services"), out);
            troubles(status, out);
        }
        return ExitStatus.DONE;
    }

    private void autoscalers(JsonNode autoscalers, PrintWriter out) {
        var columns = new Columns("NAME", "REFERENCE", "TARGETS", "MINPODS", "MAXPODS", "REPLICAS", "READY");
        boolean any = false;
        for (var autoscaler : autoscalers) {
            if (name != null && !name.equals(autoscaler.path("name").asString(""))) {
                continue;
            }
            any = true;
            var targets = new StringBuilder();
            autoscaler.path("metrics").forEach(metric -> targets.append(targets.isEmpty() ? "" : ", ")
                    .append(metric.path("reading").asString(""))
                    .append('/')
                    .append(metric.path("target").asString("")));
            columns.row(
                    autoscaler.path("name").asString(""),
                    autoscaler.path("reference").asString(""),
                    targets.toString(),
                    autoscaler.path("minReplicas").toString(),
                    autoscaler.path("maxReplicas").toString(),
                    autoscaler.path("currentReplicas").toString(),
                    autoscaler.path("readyReplicas").toString());
        }
        if (name != null && !any) {
            throw new UserError("autoscaler: expected one that runs, got \"" + name
                    + "\"; `headroom status` lists them");
        }
        columns.lines().forEach(out::println);
    }

    private static void pods(JsonNode pods, PrintWriter out) {
        var columns = new Columns("POD", "READY", "STATUS", "RESTARTS", "CPU", "MEMORY", "ADDRESS", "AGE");
        pods.forEach(pod -> columns.row(
                pod.path("name").asString(""),
                pod.path("ready").asBoolean() ? "yes" : "no",
                pod.path("phase").asString(""),
                pod.path("restarts").toString(),
                pod.path("cpuMilli").isNull() ? "-" : pod.path("cpuMilli").asLong() + "m",
                pod.path("memoryBytes").isNull() ? "-" : (pod.path("memoryBytes").asLong() >> 20) + "Mi",
                pod.path("address").asString(""),
                pod.path("age").asString("")));
        out.println();
        columns.lines().forEach(out::println);
    }

    private static void services(JsonNode services, PrintWriter out) {
        var columns = new Columns("SERVICE", "ADDRESSES", "READY PODS");
        services.forEach(service -> {
            var addresses = new StringBuilder();
            service.path("addresses")
                    .forEach(address -> addresses.append(addresses.isEmpty() ? "" : ", ").append(address.asString()));
            columns.row(
                    service.path("name").asString(""), addresses.toString(), service.path("readyPods").toString());
        });
        out.println();
        columns.lines().forEach(out::println);
    }

    private static void troubles(JsonNode status, PrintWriter out) {
        for (var trouble : status.path("troubles")) {
            out.println();
            out.println("! " + trouble.asString());
        }
        for (var alert : status.path("alerts")) {
            out.println();
            out.println("! " + alert.path("name").asString("") + " " + alert.path("state").asString("") + ": "
                    + alert.path("summary").asString(""));
        }
    }
}

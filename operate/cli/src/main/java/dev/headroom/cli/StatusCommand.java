package dev.headroom.cli;

import dev.headroom.kubectl.HpaDescription;
import dev.headroom.kubectl.HpaTable;
import dev.headroom.kubectl.TableOptions;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `headroom status`: what `kubectl get hpa`, `describe hpa`, `get pods` and `get services` would show.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows autoscalers as kubectl get hpa does, pods, Services, scrape targets that are down and alerts of"
                        + " a running Headroom; with a NAME, what kubectl describe hpa shows of it.",
        footer = {"", "Examples:", "  headroom status", "  headroom status inference", "  headroom status --json"})
final class StatusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "describe this autoscaler, with its events")
    private @Nullable String name;

    @Mixin
    private final ServerClient.Choice server = new ServerClient.Choice();

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var client = server.client();
        if (json) {
            out.println((name == null
                            ? client.ask("/api/headroom/v1/status", Map.of())
                            : named(client.ask("/api/headroom/v1/hpas", Map.of())).path("object"))
                    .toPrettyString());
            return ExitStatus.DONE;
        }
        autoscalers(client.ask("/api/headroom/v1/hpas", Map.of()), out);
        if (name == null) {
            var status = client.ask("/api/headroom/v1/status", Map.of());
            pods(status.path("pods"), out);
            services(status.path("services"), out);
            troubles(status, out);
        }
        return ExitStatus.DONE;
    }

    /// The rows or the description of the autoscalers, as kubectl prints them.
    private void autoscalers(JsonNode answer, PrintWriter out) {
        var now = Instant.parse(answer.path("time").asString());
        if (name == null) {
            var objects = answer.path("items").valueStream().map(item -> item.path("object")).toList();
            out.print(HpaTable.of(objects, now).text(TableOptions.PLAIN));
        } else {
            var item = named(answer);
            var events = item.path("events").valueStream().toList();
            out.print(HpaDescription.of(item.path("object"), Optional.of(events), now));
        }
        out.flush();
    }

    /// By the name of the object that a person wrote, or of the HorizontalPodAutoscaler that stands for it.
    private JsonNode named(JsonNode answer) {
        return answer.path("items").valueStream()
                .filter(item -> item.path("owner").asString("").equals(name)
                        || item.path("object").path("metadata").path("name").asString("").equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("autoscaler: expected one that runs, got \"" + name
                        + "\"; `headroom status` lists them"));
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

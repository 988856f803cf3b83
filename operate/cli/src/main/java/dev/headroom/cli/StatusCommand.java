package dev.headroom.cli;

import dev.headroom.inspection.StatusText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/// `headroom status`: what `kubectl get hpa`, `describe hpa`, `get pods` and `get services` would show.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows autoscalers as kubectl get hpa does, pods, Services, what is broken and alerts of a running"
                        + " Headroom; of one in a cluster who leads and acts. With a NAME, what kubectl describe hpa"
                        + " shows of it.",
        footer = {
            "",
            "Examples:",
            "  headroom status",
            "  headroom status inference",
            "  headroom status --json",
            "  headroom status -n shop --context staging"
        })
final class StatusCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "describe this autoscaler, with its events")
    private @Nullable String name;

    @Mixin
    private final Asked.Choice choice = new Asked.Choice();

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        try (var asked = choice.open(spec)) {
            if (name != null) {
                describe(asked, name);
            } else if (json) {
                out.println(status(asked).toPrettyString());
            } else {
                lines(asked).forEach(out::println);
            }
        }
        out.flush();
        return ExitStatus.DONE;
    }

    private static JsonNode status(Asked asked) {
        var namespace = namespace(asked);
        return asked.pages().ask(
                "/api/headroom/v1/status", namespace.isEmpty() ? Map.of() : Map.of("namespace", namespace));
    }

    /// The namespace that is shown; empty for all, and on one machine.
    private static String namespace(Asked asked) {
        return asked.cluster().flatMap(each -> each.scope()).orElse("");
    }

    private static JsonNode hpas(Asked asked) {
        return asked.pages().ask("/api/headroom/v1/hpas", Map.of());
    }

    private void describe(Asked asked, String name) {
        var out = spec.commandLine().getOut();
        var hpas = hpas(asked);
        var item = StatusText.named(hpas, namespace(asked), name);
        if (json) {
            out.println(item.path("object").toPrettyString());
        } else {
            var now = Instant.parse(hpas.path("time").asString());
            out.print(StatusText.described(item, asked.cluster().isEmpty(), now));
        }
    }

    private static List<String> lines(Asked asked) {
        var status = status(asked);
        var lines = new ArrayList<String>();
        asked.cluster().ifPresentOrElse(
                cluster -> lines.addAll(StatusText.cluster(status, hpas(asked), cluster, asked.where())),
                () -> {
                    lines.addAll(StatusText.table(hpas(asked), "", false));
                    lines.addAll(StatusText.machine(status));
                });
        lines.addAll(StatusText.troubles(status));
        return lines;
    }
}

package dev.headroom.cli;

import dev.headroom.explain.ControllerWords;
import dev.headroom.inspection.ClusterReads;
import dev.headroom.inspection.InspectionException;
import dev.headroom.inspection.Moment;
import java.io.PrintWriter;
import java.util.HashMap;
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

/// `headroom explain`: the last decision of an autoscaler and everything that led to it.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says why an autoscaler wants the replicas it wants: each metric with its query, value, age and"
                + " target, then each step to the decision, and which hop is broken when there is no data; where a"
                + " cluster's HPA controller decides, what it is given for a ScaledObject, and what it says.",
        footer = {"", "Examples:", "  headroom explain inference", "  headroom explain inference -v",
            "  headroom explain inference --last 10", "  headroom explain inference --at 2026-03-01T14:03:10Z -v",
            "  headroom explain inference --since 1h", "  headroom explain inference -n shop --context staging"})
final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "the autoscaler")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String name;

    @Option(names = "--last", paramLabel = "N", description =
            "the last N decisions that changed something, then the newest")
    private int last;

    @Option(names = "--at", paramLabel = "TIME", description =
            "the decision that held at this time: 2026-03-01T10:00:00Z, Unix seconds, or -5m")
    private @Nullable String at;

    @Option(names = "--since", paramLabel = "TIME", description =
            "the decisions that changed something since then, then the newest: 1h, or a time; where the HPA"
                    + " controller of a cluster decides, the events since then")
    private @Nullable String since;

    @Option(names = {"-v", "--verbose"}, description =
            "the whole chain: each query with what it got, then every step in its order")
    private boolean verbose;

    @Mixin
    private final Asked.Choice choice = new Asked.Choice();

    @Option(names = "--json", description = "print the newest decision as JSON, or what is served")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (var asked = choice.open(spec)) {
            var answer = asked.pages().ask("/api/headroom/v1/explain", parameters(asked.key(name)));
            if (answer.has("error")) {
                throw new UserError(answer.path("error").asString(""));
            }
            var out = spec.commandLine().getOut();
            if (json) {
                out.println(answer.path(answer.has("decision") ? "decision" : "served").toPrettyString());
            } else {
                answer.path("lines").forEach(line -> out.println(line.asString()));
                if (since != null && answer.has("served")) {
                    asked.cluster().ifPresent(cluster -> events(cluster, answer, out));
                }
            }
            return ExitStatus.DONE;
        }
    }

    /// What the controllers told of the object, of its autoscaler, and of nothing else.
    private void events(ClusterReads cluster, JsonNode answer, PrintWriter out) {
        var key = answer.path("served").path("object").asString("").split("/", 2);
        var hpa = answer.path("autoscaler").path("metadata").path("name").asString("");
        out.println();
        try {
            var events = cluster.events(key[0], List.of(key[1], hpa), new Moment().instant("--since", ago()));
            out.println("  events since " + since + (events.isEmpty() ? ": none" : ""));
            events.forEach(each -> out.println("    " + each.last() + "  " + each.object() + " " + each.reason()
                    + (each.count() > 1 ? " (" + each.count() + " times)" : "") + ": "
                    + ControllerWords.plain(each.message())));
        } catch (InspectionException refused) {
            out.println("  events are not shown: " + refused.getMessage());
        }
    }

    /// `--since` as a time that a person may write.
    private String ago() {
        var text = since == null ? "" : since;
        return text.matches("\\d+[smhd]") ? "-" + text : text;
    }

    private Map<String, String> parameters(String key) {
        var parameters = new HashMap<>(Map.of("name", key, "verbose", Boolean.toString(verbose)));
        if ((at == null ? 0 : 1) + (since == null ? 0 : 1) + (last == 0 ? 0 : 1) > 1) {
            throw new UserError("explain: expected one of --at, --since and --last, got more than one");
        }
        if (last > 0) {
            parameters.put("last", Integer.toString(last));
        }
        var moment = new Moment();
        if (at != null) {
            parameters.put("at", moment.parse("--at", at));
        }
        if (since != null) {
            parameters.put("since", moment.parse("--since", ago()));
        }
        return parameters;
    }
}

package dev.headroom.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `headroom explain`: the last decision of an autoscaler and everything that led to it.
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says why an autoscaler wants the replicas it wants: each metric with its query, value, age and"
                + " target, then each step to the decision, and which hop is broken when there is no data.",
        footer = {"", "Examples:", "  headroom explain inference", "  headroom explain inference -v",
            "  headroom explain inference --last 10", "  headroom explain inference --at 2026-03-01T14:03:10Z -v",
            "  headroom explain inference --since 1h"})
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
            "the decisions that changed something since then, then the newest: 1h, or a time")
    private @Nullable String since;

    @Option(names = {"-v", "--verbose"}, description =
            "the whole chain: each query with what it got, then every step in its order")
    private boolean verbose;

    @Mixin
    private final ServerClient.Choice server = new ServerClient.Choice();

    @Option(names = "--json", description = "print the newest decision as JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        var answer = server.client().ask("/api/headroom/v1/explain", parameters());
        if (answer.has("error")) {
            throw new UserError(answer.path("error").asString(""));
        }
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(answer.path("decision").toPrettyString());
        } else {
            answer.path("lines").forEach(line -> out.println(line.asString()));
        }
        return ExitStatus.DONE;
    }

    private Map<String, String> parameters() {
        var parameters = new HashMap<>(Map.of("name", name, "verbose", Boolean.toString(verbose)));
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
            parameters.put("since", moment.parse("--since", since.matches("\\d+[smhd]") ? "-" + since : since));
        }
        return parameters;
    }
}

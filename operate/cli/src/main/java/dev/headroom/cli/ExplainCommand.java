package dev.headroom.cli;

import java.util.Map;
import java.util.concurrent.Callable;
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
            "  headroom explain inference --last 10"})
final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "the autoscaler")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String name;

    @Option(names = "--last", paramLabel = "N", description =
            "the last N decisions that changed something, then the newest")
    private int last;

    @Option(names = {"-v", "--verbose"}, description =
            "the whole chain: each query with what it got, then every step in its order")
    private boolean verbose;

    @Mixin
    private final ServerOption server = new ServerOption();

    @Option(names = "--json", description = "print the newest decision as JSON")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        var answer = server.client()
                .ask("/api/headroom/v1/explain", Map.of(
                        "name", name, "last", Integer.toString(last), "verbose", Boolean.toString(verbose)));
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
}

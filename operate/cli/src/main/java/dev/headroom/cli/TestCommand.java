package dev.headroom.cli;

import dev.headroom.replay.NameRemoval;
import dev.headroom.replay.Replay;
import dev.headroom.replay.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `headroom test`: scripts and vectors, a line per failure, the count last.
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs .test scripts and recorded vectors (.jsonl, .jsonl.gz).",
        footer = {
            "",
            "Example:",
            "  headroom test prove/scenarios/promql/*.test",
            "  headroom test --name-removal=eager my.test",
            "  headroom test examples/inference/decisions.test",
            "A script of decisions says what the load is and which replicas must come of it; its language is in",
            "docs/guide/decision-scripts.md.",
            "A line per failure; the last line is `N passed, N failed`; exit status 1 if any failed. Where Headroom",
            "does otherwise than what was recorded on purpose, a line before counts those cases by name; see",
            "docs/reference/deviations.md."
        })
final class TestCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "scripts and vector files")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private List<Path> files;

    @Option(
            names = "--name-removal",
            paramLabel = "WHEN",
            description = "when PromQL drops metric names: delayed, as Prometheus' own runner has it, or eager, as its"
                    + " server has it (default: delayed)")
    private NameRemoval nameRemoval = NameRemoval.DELAYED;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        int passed = 0;
        int failed = 0;
        var tallies = new ArrayList<Tally>();
        for (var file : files) {
            var tally = Replay.file(file, nameRemoval);
            tallies.add(tally);
            tally.failures().forEach(out::println);
            passed += tally.passed();
            failed += tally.failures().size();
        }
        var deviations = Tally.deviations(tallies);
        if (!deviations.isEmpty()) {
            out.println(deviations);
        }
        out.println(passed + " passed, " + failed + " failed");
        return failed == 0 ? ExitStatus.DONE : ExitStatus.CHECK_FAILED;
    }
}

package dev.headroom.cli;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `kubectl headroom`: the verbs that read, and a cluster is what they read.
@Command(
        name = "kubectl headroom",
        mixinStandardHelpOptions = true,
        version = "headroom 0.1.0",
        synopsisSubcommandLabel = "VERB",
        description = "Says what the Headroom in a cluster does and why, with the kubeconfig and the rights of whoever"
                + " asks. Reads only.",
        footer = {
            "",
            "Examples:",
            "  kubectl headroom status -A",
            "  kubectl headroom explain inference -n shop",
            "  kubectl headroom explain inference -n shop --since 1h",
            "  kubectl headroom check -n shop",
            "",
            "Every verb takes -n, --context and --kubeconfig as kubectl does.",
            "The rights that are needed are the roles headroom-reader and headroom-pages."
        },
        subcommands = {
            StatusCommand.class, ExplainCommand.class, CheckCommand.class, QueryCommand.class, HelpCommand.class
        })
final class PluginCommand implements Runnable {

    /// The first argument by which `kubectl-headroom` says that kubectl runs it.
    static final String WORD = "kubectl";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    /// The command line, whose examples are typed as its verbs are.
    static CommandLine line() {
        var line = new CommandLine(new PluginCommand());
        line.getSubcommands().values().forEach(verb -> {
            var usage = verb.getCommandSpec().usageMessage();
            usage.footer(Arrays.stream(usage.footer())
                    .map(text -> text.replaceAll("^  headroom ", "  kubectl headroom "))
                    .toArray(String[]::new));
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a verb, got none");
    }
}

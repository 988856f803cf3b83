package dev.headroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `headroom` itself: its verbs, in the order in which people meet them.
@Command(
        name = "headroom",
        mixinStandardHelpOptions = true,
        version = "headroom 0.1.0",
        synopsisSubcommandLabel = "VERB",
        description = "Keeps a service inside its latency objective on the fewest replicas, and shows its work.",
        footer = {
            "",
            "`headroom VERB --help` explains a verb with examples.",
            "Exit status: 0 done and good, 1 done and a check failed, 2 wrong usage or input, 130 interrupted."
        },
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            OperatorCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            CheckCommand.class,
            MigrateCommand.class,
            QueryCommand.class,
            TestCommand.class,
            LoadCommand.class,
            InferenceCommand.class,
            HelpCommand.class
        })
final class HeadroomCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected a verb, got none");
    }
}

package dev.headroom.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;

/// The entry point: parses the command line, runs the verb, and turns what went wrong into one line and an exit status.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        boolean plugin = arguments.length > 0 && arguments[0].equals(PluginCommand.WORD);
        var commands = plugin ? PluginCommand.line() : new CommandLine(new HeadroomCommand());
        commands.setParameterExceptionHandler(Main::wrongUsage);
        commands.setExecutionExceptionHandler(Main::failed);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        if (System.getenv("NO_COLOR") != null) {
            commands.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        }
        return commands.execute(plugin ? Arrays.copyOfRange(arguments, 1, arguments.length) : arguments);
    }

    private static int wrongUsage(CommandLine.ParameterException wrong, String[] arguments) {
        var command = wrong.getCommandLine();
        var name = command.getCommandSpec().qualifiedName();
        var message = String.valueOf(wrong.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        var next = new StringBuilder("; `").append(name).append(" --help` lists what there is");
        if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
            var suggestions = unmatched.getSuggestions();
            if (!suggestions.isEmpty()) {
                next.insert(0, "; did you mean " + String.join(" or ", suggestions) + "?");
            }
        }
        err(command).println(name + ": " + message + next);
        return ExitStatus.WRONG_INPUT;
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        var name = command.getCommandSpec().qualifiedName();
        var line = UserError.lineOf(failure);
        if (line.isPresent()) {
            err(command).println(name + ": " + line.get());
            return ExitStatus.WRONG_INPUT;
        }
        err(command).println(name + ": failed in a way that is a defect of Headroom; please report it with this trace");
        failure.printStackTrace(err(command));
        return ExitStatus.CHECK_FAILED;
    }

    private static PrintWriter err(CommandLine command) {
        return command.getErr();
    }
}

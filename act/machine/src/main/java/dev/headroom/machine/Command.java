package dev.headroom.machine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program to run.
///
/// @param argv the program, a path or a name to look up in the `PATH` of the environment, and its arguments
/// @param environment all of it; nothing is inherited
public record Command(List<String> argv, Map<String, String> environment, Path workingDirectory) {

    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command without a program");
        }
    }
}

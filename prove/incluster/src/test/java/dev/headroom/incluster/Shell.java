package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A terminal in which somebody types lines, `kubectl` meaning a cluster.
record Shell(Path kubeconfig) {

    Shell {
        for (var program : List.of("bash", "kubectl", "jq", "wget", "curl")) {
            assumeTrue(has(program), () -> "needs " + program + " on the PATH");
        }
    }

    private static boolean has(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// @param output both streams
    record Answer(int status, String output) {}

    /// What a line prints in the end, whatever its status.
    Answer tried(String line) {
        try {
            var process = started(line);
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    /// What a line prints that must succeed.
    String typed(String line) {
        var answer = tried(line);
        assertEquals(0, answer.status(), () -> line + "\n" + answer.output());
        return answer.output();
    }

    /// What a line that never ends prints until somebody has seen enough.
    List<String> watched(String line, Predicate<List<String>> enough) {
        var lines = new ArrayList<String>();
        try {
            var process = started("exec " + line);
            try (var reader = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
                String next = reader.readLine();
                while (next != null) {
                    lines.add(next);
                    next = enough.test(lines) ? null : reader.readLine();
                }
            } finally {
                process.destroy();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return lines;
    }

    private Process started(String line) throws IOException {
        var builder = new ProcessBuilder("bash", "-c", "set -o pipefail; " + line).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        var process = builder.start();
        process.getOutputStream().close();
        return process;
    }
}

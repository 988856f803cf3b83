package dev.headroom.incluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `headroom operator` as a process of its own, which can be stopped and continued.
final class OperatorProcess implements AutoCloseable {

    /// A system property: another class path than this one's, such as that of an earlier version.
    static final String CLASS_PATH = "headroom.operator.classpath";

    private final Process process;
    private final Path log;

    OperatorProcess(Path log, Path kubeconfig, String identity, String... arguments) {
        this(log, all(kubeconfig, identity, arguments));
    }

    private static List<String> all(Path kubeconfig, String identity, String... arguments) {
        var all = new ArrayList<>(List.of(
                "operator",
                "--kubeconfig",
                kubeconfig.toString(),
                "--identity",
                identity,
                "--lease-namespace",
                "default",
                "--listen",
                "127.0.0.1:0"));
        all.addAll(List.of(arguments));
        return all;
    }

    /// @param arguments of the program, `operator` first
    OperatorProcess(Path log, List<String> arguments) {
        this(log, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"), arguments);
    }

    /// @param options of the JVM
    OperatorProcess(Path log, List<String> options, List<String> arguments) {
        this.log = log;
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        var classes = System.getProperty(CLASS_PATH, System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classes, "dev.headroom.cli.Main"));
        command.addAll(arguments);
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    long pid() {
        return process.pid();
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    void awaitActing() {
        Waiting.until(() -> said().contains("acting: this process leads"), this::said);
    }

    /// Nothing runs in it any more; its clocks go on.
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    /// Ends it without a word, as a power cut does.
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
    }

    /// Asks it to end, and waits until it has.
    void end() {
        thaw();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

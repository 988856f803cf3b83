package dev.headroom.machine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// A group of processes of this machine. What is asked of it is done in order by a thread of its own.
final class LocalGroup implements ProcessGroup {

    /// Of the output of a command that was run beside the main process, this much is kept.
    private static final int MAX_OUTPUT = 10 << 10;

    /// The process id of a group without a main process.
    static final long NOBODY = -1;
    private static final Duration LAST_OUTPUT = Duration.ofMillis(200);

    private static final Path NO_INPUT = Path.of("/dev/null");

    private final LocalMachine machine;
    private final Confinement.Enclosure enclosure;
    private final String markerValue;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile Optional<Process> main = Optional.empty();

    /// @throws UncheckedIOException when the limits cannot be set up
    LocalGroup(LocalMachine machine, String name, Limits limits) {
        this.machine = machine;
        this.markerValue = machine.markerValue(name);
        this.enclosure = machine.confinement().enclose(name, limits, machine.markerName() + "=" + markerValue);
        machine.execute(this::work);
    }

    private void work() {
        try {
            while (!closed.get() || !tasks.isEmpty()) {
                tasks.take().run();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start(Command command, Path output, Observer observer) {
        tasks.add(() -> startNow(command, output, observer));
    }

    private void startNow(Command command, Path output, Observer observer) {
        Process process;
        long killsBefore = enclosure.outOfMemoryKills();
        try {
            var log = Redirect.appendTo(output.toFile());
            process = builder(command).redirectOutput(log).redirectError(log).start();
        } catch (IOException | UncheckedIOException failure) {
            observer.ended(new Ending.NotStarted(String.valueOf(failure.getMessage())));
            return;
        }
        main = Optional.of(process);
        enclosure.entered(process.pid());
        machine.reaper().began(process.pid());
        observer.started(process.pid());
        machine.execute(() -> {
            var exitCode = process.onExit().join().exitValue();
            // A container ends with its first process, and so do those it has left.
            enclosure.kill();
            enclosure.entered(NOBODY);
            machine.reaper().ended(process.pid());
            boolean outOfMemory = enclosure.outOfMemoryKills() > killsBefore;
            observer.ended(new Ending.Exited(exitCode, outOfMemory));
        });
    }

    private ProcessBuilder builder(Command command) throws IOException {
        if (closed.get()) {
            throw new IOException("the group is closed");
        }
        if (!Files.isDirectory(command.workingDirectory())) {
            throw new IOException("workingDir: expected a folder, got \"" + command.workingDirectory() + '"');
        }
        var argv = new ArrayList<>(machine.session());
        argv.addAll(enclosure.entering(resolved(command)));
        var builder = new ProcessBuilder(argv)
                .directory(command.workingDirectory().toFile())
                .redirectInput(NO_INPUT.toFile());
        builder.environment().clear();
        builder.environment().putAll(command.environment());
        builder.environment().put(machine.markerName(), markerValue);
        return builder;
    }

    /// The command with the path of its program, so that a missing one is told as such and not by a shell.
    private static List<String> resolved(Command command) throws IOException {
        var program = command.argv().getFirst();
        var path = command.environment().getOrDefault("PATH", "/usr/bin:/bin");
        var folders = program.contains("/") ? List.of("") : List.of(path.split(":"));
        for (var folder : folders) {
            var candidate = command.workingDirectory().resolve(folder).resolve(program);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                var argv = new ArrayList<>(command.argv());
                argv.set(0, candidate.toString());
                return argv;
            }
        }
        throw new IOException("command: expected a program, got \"" + program + "\", which is "
                + (program.contains("/")
                        ? "no executable file seen from " + command.workingDirectory()
                        : "in no folder of PATH (" + path + ")"));
    }

    @Override
    public void terminate() {
        tasks.add(() -> main.ifPresent(Process::destroy));
    }

    @Override
    public void kill() {
        tasks.add(() -> {
            main.ifPresent(Process::destroyForcibly);
            enclosure.kill();
        });
    }

    @Override
    public void run(Command command, Duration timeout, Consumer<Outcome> outcome) {
        machine.execute(() -> outcome.accept(runNow(command, timeout)));
    }

    @Override
    public Process open(Command command) throws IOException {
        return builder(command).redirectInput(Redirect.PIPE).start();
    }

    private Outcome runNow(Command command, Duration timeout) {
        try {
            var process = builder(command).redirectErrorStream(true).start();
            var output = new ByteArrayOutputStream();
            var read = new CompletableFuture<Void>();
            machine.execute(() -> {
                drain(process.getInputStream(), output);
                read.complete(null);
            });
            if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                // A child it left behind may hold the pipe open.
                read.completeOnTimeout(null, LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS).join();
                return new Outcome.Exited(process.exitValue(), text(output));
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Outcome.TimedOut();
        } catch (IOException | UncheckedIOException failure) {
            return new Outcome.NotStarted(String.valueOf(failure.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.TimedOut();
        }
    }

    private static void drain(InputStream from, ByteArrayOutputStream to) {
        var buffer = new byte[4096];
        try (from) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                synchronized (to) {
                    to.write(buffer, 0, Math.min(read, MAX_OUTPUT - to.size()));
                }
            }
        } catch (IOException _) {
            // It was ended.
        }
    }

    private static String text(ByteArrayOutputStream output) {
        synchronized (output) {
            return output.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void limitCpu(long milli) {
        tasks.add(() -> enclosure.limitCpu(milli));
    }

    @Override
    public Optional<Reading> reading() {
        return enclosure.reading();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tasks.add(() -> {
                main.ifPresent(Process::destroyForcibly);
                enclosure.kill();
                enclosure.remove();
                machine.forget(this);
                gone.complete(null);
            });
        }
    }

    /// Completes when it is closed and nothing is left of it.
    CompletableFuture<Void> gone() {
        return gone;
    }
}

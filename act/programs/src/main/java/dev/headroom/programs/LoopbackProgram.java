package dev.headroom.programs;

import dev.headroom.machine.Command;
import dev.headroom.machine.Limits;
import dev.headroom.machine.Machine;
import dev.headroom.machine.ProcessGroup;
import dev.headroom.machine.ProcessGroup.Ending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program of others that listens on loopback: started, awaited, asked, ended, and started again. Its machine ends it
/// with everything it has started, even when this JVM is killed. Methods may be called from any thread.
public final class LoopbackProgram implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration ONE_ANSWER = Duration.ofSeconds(2);
    private static final int SHOWN_LINES = 3;
    private static final int SHOWN_BYTES = 1 << 14;

    private final Launch launch;
    private final HttpClient http;
    private final ProcessGroup group;
    private CompletableFuture<Ending> ended = CompletableFuture.completedFuture(new Ending.NotStarted("never started"));

    /// What to start and how to know it.
    ///
    /// @param name for people and for the group of its processes
    /// @param command the program and its arguments
    /// @param log gets what it prints, after what is there
    /// @param grace between SIGTERM and SIGKILL
    public record Launch(String name, List<String> command, Path log, Readiness readiness, Duration grace) {
        public Launch {
            command = List.copyOf(command);
        }
    }

    /// Starts nothing.
    public LoopbackProgram(Machine machine, Launch launch) {
        this.launch = launch;
        var builder = HttpClient.newBuilder();
        launch.readiness().trust().ifPresent(builder::sslContext);
        this.http = builder.build();
        this.group = machine.group(launch.name(), Limits.NONE);
    }

    /// A port on which nobody listens now.
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException("no free port at 127.0.0.1", failure);
        }
    }

    /// Starts it and returns when it is ready.
    ///
    /// @return itself
    /// @throws ProgramException when it is not ready in time, or ends before
    public LoopbackProgram start() {
        launch();
        awaitReady();
        return this;
    }

    /// Starts it and returns at once.
    public synchronized void launch() {
        if (running()) {
            throw new IllegalStateException(launch.name() + " runs already");
        }
        var over = new CompletableFuture<Ending>();
        ended = over;
        var folder = launch.log().toAbsolutePath().normalize().resolveSibling(".").normalize();
        var command = new Command(launch.command(), System.getenv(), folder);
        group.start(command, launch.log(), new ProcessGroup.Observer() {
            @Override
            public void started(long pid) {
                // Whether it is ready is what matters.
            }

            @Override
            public void ended(Ending ending) {
                over.complete(ending);
            }
        });
    }

    /// Whether its process is there.
    public synchronized boolean running() {
        return !ended.isDone();
    }

    private synchronized CompletableFuture<Ending> ended() {
        return ended;
    }

    /// Returns when it answers that it is ready; it is left running otherwise.
    ///
    /// @throws ProgramException when it is not ready in time, or ends before
    public void awaitReady() {
        var over = ended();
        var late = new CompletableFuture<Void>()
                .completeOnTimeout(null, launch.readiness().patience().toMillis(), TimeUnit.MILLISECONDS);
        var answer = "no answer";
        while (!late.isDone()) {
            try {
                var response = send(HttpRequest.newBuilder(launch.readiness().url()).timeout(ONE_ANSWER));
                if (response.statusCode() == 200) {
                    return;
                }
                answer = response.statusCode() + " " + response.body().lines().findFirst().orElse("");
            } catch (UncheckedIOException notYet) {
                answer = String.valueOf(notYet.getMessage());
            }
            try {
                var ending = over.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                throw new ProgramException(launch.name() + ": " + text(ending) + " before it was ready: " + last()
                        + "; its log is " + launch.log());
            } catch (TimeoutException _) {
                // It still runs.
            } catch (ExecutionException impossible) {
                throw new IllegalStateException(impossible);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new ProgramException(launch.name() + ": interrupted while it was awaited");
            }
        }
        throw new ProgramException(launch.name() + ": expected " + launch.readiness().url() + " to say ready within "
                + launch.readiness().patience().toSeconds() + " s, got " + answer + "; its log is " + launch.log());
    }

    private static String text(Ending ending) {
        return switch (ending) {
            case Ending.Exited(var code, _) -> "ended with exit code " + code;
            case Ending.NotStarted(var error) -> "could not be started (" + error + ")";
        };
    }

    /// The end of what it printed.
    private String last() {
        try {
            var bytes = Files.readAllBytes(launch.log());
            int from = Math.max(0, bytes.length - SHOWN_BYTES);
            var lines = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8).lines().toList();
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
        } catch (IOException _) {
            return "it printed nothing";
        }
    }

    /// `http://127.0.0.1:PORT` or `https://127.0.0.1:PORT`.
    public String url() {
        var ready = launch.readiness().url();
        return ready.getScheme() + "://" + ready.getAuthority();
    }

    /// The file with what it prints.
    public Path log() {
        return launch.log();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    /// @throws UncheckedIOException when there is no answer
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProgramException(launch.name() + ": interrupted while it was asked");
        }
    }

    /// Ends it with SIGTERM, and with SIGKILL when that takes longer than its grace; returns when it is gone. It may be
    /// started again.
    public void stop() {
        if (!running()) {
            return;
        }
        group.terminate();
        if (!gone(launch.grace())) {
            kill();
        }
    }

    /// Sends SIGTERM and returns at once.
    public void terminate() {
        group.terminate();
    }

    /// Ends it with SIGKILL; returns when it is gone.
    public void kill() {
        group.kill();
        gone(launch.grace());
    }

    private boolean gone(Duration within) {
        try {
            ended().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// As [#stop], for good.
    @Override
    public void close() {
        stop();
        group.close();
        http.shutdownNow();
    }
}

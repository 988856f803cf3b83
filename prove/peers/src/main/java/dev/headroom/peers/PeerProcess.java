package dev.headroom.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A program that listens on loopback: started, awaited, asked, ended.
final class PeerProcess implements AutoCloseable {

    private static final int TRIES = 300;
    private static final int PAUSE_MILLIS = 100;
    private static final int END_SECONDS = 10;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String url;
    private final Path log;

    /// @param port where the command makes it listen
    /// @param log gets what it prints
    PeerProcess(List<String> command, int port, Path log) {
        this.url = "http://127.0.0.1:" + port;
        this.log = log;
        try {
            this.process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), failure);
        }
        awaitReady();
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void awaitReady() {
        for (int tries = 0; tries < TRIES && process.isAlive(); tries++) {
            try {
                if (send(request("/-/ready")).statusCode() == 200) {
                    return;
                }
            } catch (UncheckedIOException _) {
                // It does not listen yet.
            }
            pause();
        }
        close();
        throw new IllegalStateException("it does not start: see " + log);
    }

    private void pause() {
        try {
            process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return url;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

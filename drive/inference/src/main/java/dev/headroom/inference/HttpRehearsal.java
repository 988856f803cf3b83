package dev.headroom.inference;

import dev.headroom.timeline.Timeline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/// The first requests over HTTP, of the replica to itself: a probe, a scrape and a forecast, until the code on their
/// way is compiled. What is not touches thousands of pages of the class library's metadata for each request, and a
/// replica with a tenth of a core then needs half of it to be scraped once a second.
///
/// They go to a server of their own, with metrics and a log of their own, that is gone before anybody else can ask.
final class HttpRehearsal {

    private static final int ROUNDS = 25;
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private HttpRehearsal() {}

    /// @throws IOException when this machine does not let a process talk to itself
    static void run(
            Vertx vertx, Context eventLoop, InferenceConfig config, Timeline timeline, ModelThreads threads)
            throws IOException {
        var routes = routes(vertx, eventLoop, config, timeline, threads);
        try {
            var server = vertx.createHttpServer()
                    .requestHandler(routes::route)
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            for (int round = 0; round < ROUNDS; round++) {
                ask(server.actualPort());
            }
            var _ = server.close();
        } catch (ExecutionException failure) {
            throw new IOException("rehearsal: " + failure.getCause(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted during the rehearsal", interrupted);
        }
    }

    private static Routes routes(
            Vertx vertx, Context eventLoop, InferenceConfig config, Timeline timeline, ModelThreads threads) {
        var log = new EventLog(config.logLevel(), timeline, new PrintStream(OutputStream.nullOutputStream()));
        var instruments = new Instruments(timeline, new ServiceMetrics(), log);
        var predictor = new Predictor(config, eventLoop, instruments);
        predictor.open(threads);
        var health = new Health(Health.State.RUNNING, true, OptionalLong.empty());
        return new Routes(vertx, instruments, new OpenExchanges(timeline), predictor, () -> health);
    }

    private static void ask(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_TIMEOUT_MILLIS);
            exchange(socket, "GET /healthz", new byte[0]);
            exchange(socket, "GET /prometheus", new byte[0]);
            exchange(socket, "POST /predict", Rehearsal.lightRequest());
        }
    }

    private static void exchange(Socket socket, String request, byte[] body) throws IOException {
        var head = request + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        readAnswer(socket.getInputStream());
    }

    private static void readAnswer(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("rehearsal: expected an answer, got the end of the connection");
            }
            head.append((char) next);
        }
        var lines = head.toString().toLowerCase(Locale.ROOT);
        int start = lines.indexOf("content-length: ") + "content-length: ".length();
        in.skipNBytes(Long.parseLong(lines.substring(start, lines.indexOf("\r\n", start))));
    }
}

package dev.headroom.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A replica whose metrics page does what a file says, so that a test can break it for all replicas at once. The first
/// word of the file is the fault or `fine`, the second the number of requests that each replica says it has in flight.
final class ReplicaProgram {

    private ReplicaProgram() {}

    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]);
        var server = HttpServer.create(new InetSocketAddress(System.getenv("POD_IP"), 8000), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, 200, "ok\n"));
        server.createContext("/metrics", exchange -> {
            var words = Files.readString(file).strip().split(" ");
            switch (words[0]) {
                case "fine" -> answer(exchange, 200, "# TYPE work_in_flight gauge\nwork_in_flight " + words[1] + "\n");
                case "gone" -> answer(exchange, 404, "no such page\n");
                case "slow" -> {
                    pause();
                    answer(exchange, 200, "work_in_flight 0\n");
                }
                case "garbage" -> answer(exchange, 200, "<html>work_in_flight = none</html>\n");
                case "empty" -> answer(exchange, 200, "");
                default -> throw new IllegalStateException("a fault that this program does not know: " + words[0]);
            }
        });
        server.start();
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(3);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}

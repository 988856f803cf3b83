package dev.headroom.testbed;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What the pods of these tests run: a web server at its pod's address that says its `GREETING`. After SIGTERM it works
/// for `LAST_MILLIS` more.
final class WebProgram {

    private WebProgram() {}

    public static void main(String[] arguments) throws IOException {
        var environment = System.getenv();
        var server = HttpServer.create(new InetSocketAddress(environment.get("POD_IP"), 8000), 0);
        var greeting = environment.getOrDefault("GREETING", "hello").getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, greeting.length);
                exchange.getResponseBody().write(greeting);
            }
        });
        server.start();
        System.out.println("line 1: listening");
        System.out.println("line 2: as " + environment.get("HOSTNAME"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> rest(environment)));
    }

    private static void rest(Map<String, String> environment) {
        try {
            System.out.println("line 3: asked to end");
            Thread.sleep(Long.parseLong(environment.getOrDefault("LAST_MILLIS", "0")));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.headroom.incluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A program whose every page is the text `PAGE` of its environment, at its pod's address and port `PORT`.
final class PageProgram {

    private PageProgram() {}

    public static void main(String[] arguments) throws IOException {
        var page = System.getenv("PAGE").getBytes(StandardCharsets.UTF_8);
        int port = Integer.parseInt(System.getenv("PORT"));
        var server = HttpServer.create(new InetSocketAddress(System.getenv("POD_IP"), port), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
    }
}

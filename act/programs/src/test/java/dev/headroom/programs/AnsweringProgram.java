package dev.headroom.programs;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Listens on the port of its first argument and answers with the status of its second.
final class AnsweringProgram {

    private AnsweringProgram() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("a port and a status, please");
            System.exit(3);
        }
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        var server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(Integer.parseInt(arguments[1]), -1);
            }
        });
        server.start();
        System.out.println("listening");
    }
}

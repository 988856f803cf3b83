package dev.headroom.incluster;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/// A service whose page says that it answers ten requests a second, each in half a second to a second.
final class SlowProgram {

    private static final double REQUESTS_PER_SECOND = 10;

    private SlowProgram() {}

    public static void main(String[] arguments) throws IOException {
        long started = System.nanoTime();
        var server = HttpServer.create(new InetSocketAddress(System.getenv("POD_IP"), 8000), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                var page = page(Duration.ofNanos(System.nanoTime() - started)).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
            }
        });
        server.start();
    }

    private static String page(Duration up) {
        double requests = up.toMillis() / 1e3 * REQUESTS_PER_SECOND;
        return String.format(
                Locale.ROOT,
                """
                # TYPE http_request_duration_seconds histogram
                http_request_duration_seconds_bucket{endpoint="/predict",le="0.5"} 0
                http_request_duration_seconds_bucket{endpoint="/predict",le="1"} %1$f
                http_request_duration_seconds_bucket{endpoint="/predict",le="+Inf"} %1$f
                http_request_duration_seconds_sum{endpoint="/predict"} %2$f
                http_request_duration_seconds_count{endpoint="/predict"} %1$f
                """,
                requests,
                requests * 0.75);
    }
}

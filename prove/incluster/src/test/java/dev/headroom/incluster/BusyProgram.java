package dev.headroom.incluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;

/// A service that takes more than a second for each answer, and measures it.
final class BusyProgram {

    private static final double[] BOUNDS = {0.1, 0.35, 0.5, 1, 2, 5};
    private static final AtomicLongArray COUNTS = new AtomicLongArray(BOUNDS.length + 1);
    private static final DoubleAdder SUM = new DoubleAdder();

    private BusyProgram() {}

    public static void main(String[] arguments) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(System.getenv("POD_IP"), 8000), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/predict", exchange -> {
            long begun = System.nanoTime();
            Waiting.rest(1_100 + ThreadLocalRandom.current().nextInt(400));
            observe((System.nanoTime() - begun) / 1e9);
            answer(exchange, "{}");
        });
        server.createContext("/prometheus", exchange -> answer(exchange, page()));
        server.createContext("/healthz", exchange -> answer(exchange, "ok"));
        server.start();
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            var body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void observe(double seconds) {
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
            bucket++;
        }
        COUNTS.incrementAndGet(bucket);
        SUM.add(seconds);
    }

    private static String page() {
        var page = new StringBuilder("# TYPE inference_latency_seconds histogram\n");
        long total = 0;
        for (int bucket = 0; bucket <= BOUNDS.length; bucket++) {
            total += COUNTS.get(bucket);
            page.append(String.format(
                    Locale.ROOT,
                    "inference_latency_seconds_bucket{le=\"%s\"} %d\n",
                    bucket < BOUNDS.length ? Double.toString(BOUNDS[bucket]) : "+Inf",
                    total));
        }
        return page.append("inference_latency_seconds_sum ").append(SUM.sum())
                .append("\ninference_latency_seconds_count ").append(total).append('\n').toString();
    }
}

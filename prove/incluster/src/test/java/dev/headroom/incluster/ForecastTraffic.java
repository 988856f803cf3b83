package dev.headroom.incluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Somebody who asks some pods for forecasts, one after the other, a few times a second.
final class ForecastTraffic implements AutoCloseable {

    private static final int PAUSE_MILLIS = 100;

    private static final String BODY = IntStream.range(0, 30)
            .mapToObj(row -> "{\"timestamp\": \"2014-07-01T%02d:%02d:00\", \"value\": %d}"
                    .formatted(row / 2, row % 2 * 30, 5_000 + row % 7 * 400))
            .collect(Collectors.joining(",", "{\"history\": [", "], \"inference_length\": 12}"));

    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread thread;
    private volatile boolean closed;

    /// @param addresses of the pods
    ForecastTraffic(List<String> addresses) {
        thread = Thread.ofVirtual().start(() -> {
            while (!closed) {
                addresses.forEach(this::ask);
                Waiting.rest(PAUSE_MILLIS);
            }
        });
    }

    private void ask(String address) {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + ":8000/predict"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException _) {
            // Who measures it sees that nothing came.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        http.close();
    }
}

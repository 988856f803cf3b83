package dev.headroom.incluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Asks each pod of a slow service a few times a second, whether the answers have come or not.
final class SlowLoad implements AutoCloseable {

    private static final int PAUSE_MILLIS = 300;
    private static final int LOOK_EVERY = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger answered = new AtomicInteger();
    private final StockCluster cluster;
    private volatile boolean closed;

    SlowLoad(StockCluster cluster) {
        this.cluster = cluster;
        Thread.startVirtualThread(this::run);
    }

    private void run() {
        List<String> pods = List.of();
        for (int round = 0; !closed; round++) {
            if (round % LOOK_EVERY == 0) {
                pods = cluster.addresses(StockCluster.SLOW);
            }
            pods.forEach(pod -> Thread.startVirtualThread(() -> ask(pod)));
            Waiting.rest(PAUSE_MILLIS);
        }
    }

    private void ask(String pod) {
        var request = HttpRequest.newBuilder(URI.create("http://" + pod + ":8000/predict")).timeout(PATIENCE);
        try {
            http.send(request.build(), HttpResponse.BodyHandlers.discarding());
            answered.incrementAndGet();
        } catch (IOException _) {
            // A pod that begins or ends.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        http.shutdownNow();
    }

    @Override
    public String toString() {
        return answered + " answers";
    }
}

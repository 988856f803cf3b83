package dev.headroom.kubernetes;

import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/// Keeps the requests of this program below a rate, whatever it has to do: a bucket of `burst` requests that fills with
/// `requestsPerSecond`. Who comes when it is empty waits for its turn; opening a watch counts as a request.
public final class LimitedApi implements KubernetesApi {

    /// @param requestsPerSecond limit `requestsPerSecond`
    /// @param burst limit `requestBurst`
    public record Rate(double requestsPerSecond, int burst) {

        /// What a controller with a thousand objects needs, and no API server feels.
        public static final Rate STANDARD = new Rate(50, 100);

        public Rate {
            if (!(requestsPerSecond > 0) || burst < 1) {
                throw new IllegalArgumentException("expected a rate above 0 and a burst of at least 1, got "
                        + requestsPerSecond + " and " + burst);
            }
        }
    }

    /// Lets time pass for whoever calls.
    @FunctionalInterface
    interface Waiting {

        void sleep(Duration span);
    }

    private static final double NANOS = 1e9;

    private final KubernetesApi api;
    private final Timeline timeline;
    private final Rate rate;
    private final Waiting waiting;
    private final LongAdder requests = new LongAdder();
    private final LongAdder waits = new LongAdder();
    private double tokens;
    private long filledAt;

    public LimitedApi(KubernetesApi api, Timeline timeline, Rate rate) {
        this(api, timeline, rate, span -> {
            var over = new CompletableFuture<Void>();
            timeline.after(span, () -> over.complete(null));
            over.join();
        });
    }

    LimitedApi(KubernetesApi api, Timeline timeline, Rate rate, Waiting waiting) {
        this.api = api;
        this.timeline = timeline;
        this.rate = rate;
        this.waiting = waiting;
        this.tokens = rate.burst();
        this.filledAt = timeline.nanos();
    }

    /// How many requests were sent.
    public long requests() {
        return requests.sum();
    }

    /// How many of them had to wait.
    public long waits() {
        return waits.sum();
    }

    @Override
    public Answer send(Request request) {
        admit();
        return api.send(request);
    }

    @Override
    public Watch watch(String path, WatchSink sink) {
        admit();
        return api.watch(path, sink);
    }

    private void admit() {
        var wait = reserved();
        requests.increment();
        if (wait.isPositive()) {
            waits.increment();
            waiting.sleep(wait);
        }
    }

    /// Takes a place in the order of arrival, and says how far away it is.
    private synchronized Duration reserved() {
        long now = timeline.nanos();
        tokens = Math.min(rate.burst(), tokens + (now - filledAt) / NANOS * rate.requestsPerSecond());
        filledAt = now;
        tokens -= 1;
        return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / rate.requestsPerSecond() * NANOS));
    }
}

package dev.headroom.remotewrite;

import dev.headroom.config.RemoteWriteConfig;
import dev.headroom.model.Labels;
import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// A receiver that stores as a Prometheus server does: of each series in order only, and of a request everything or
/// nothing. It fails as it is told.
final class FakeReceiver implements RemoteSender {

    static final Duration LATENCY = Duration.ofMillis(20);

    final NavigableMap<Labels, NavigableMap<Long, Double>> stored = new TreeMap<>();
    final List<WrittenRequest> requests = new ArrayList<>();
    final List<String> refusals = new ArrayList<>();
    private final List<WrittenRequest.Metric> metadata = new ArrayList<>();
    private Timeline timeline;
    private Faults faults = _ -> Fault.NONE;

    /// What goes wrong with a request.
    enum Fault {
        NONE, STATUS_500, STATUS_429, REFUSED, CUT_BEFORE, CUT_AFTER, HANGS, TOO_BUSY
    }

    @FunctionalInterface
    interface Faults {
        Fault next(WrittenRequest request);
    }

    FakeReceiver(Timeline timeline) {
        this.timeline = timeline;
    }

    void faults(Faults next) {
        faults = next;
    }

    /// Goes on in the time of another process.
    void follow(Timeline next) {
        timeline = next;
    }

    List<WrittenRequest.Metric> metadata() {
        return List.copyOf(metadata);
    }

    @Override
    public CompletableFuture<Outcome> send(RemoteWriteConfig receiver, byte[] packed) {
        var request = WrittenRequest.read(packed);
        requests.add(request);
        var result = new CompletableFuture<Outcome>();
        var fault = faults.next(request);
        var took = fault == Fault.HANGS ? receiver.timeout() : LATENCY;
        boolean retries = receiver.queue().retryOnRateLimit();
        var outcome = switch (fault) {
            case NONE -> store(request);
            case STATUS_500 -> later("HTTP status 500");
            case STATUS_429 -> retries ? later("HTTP status 429") : new Outcome.Refused(429, "HTTP status 429");
            case TOO_BUSY -> new Outcome.TryLater("HTTP status 503", Duration.ofSeconds(7));
            case REFUSED -> new Outcome.Refused(422, "HTTP status 422");
            case CUT_BEFORE -> later("connection closed");
            case CUT_AFTER, HANGS -> {
                store(request);
                yield later("connection closed");
            }
        };
        timeline.after(took, () -> result.complete(outcome));
        return result;
    }

    private static Outcome later(String why) {
        return new Outcome.TryLater(why, Duration.ZERO);
    }

    private Outcome store(WrittenRequest request) {
        var changed = new TreeMap<Labels, NavigableMap<Long, Double>>();
        for (var sample : request.samples()) {
            var series = changed.computeIfAbsent(sample.series(), labels ->
                    new TreeMap<>(stored.getOrDefault(labels, new TreeMap<>())));
            var newest = series.lastEntry();
            if (newest != null && (newest.getKey() > sample.timestampMillis()
                    || (newest.getKey() == sample.timestampMillis() && !same(newest.getValue(), sample.value())))) {
                refusals.add("out of order: " + sample + ", the newest is " + newest);
                return new Outcome.Refused(400, "HTTP status 400 out of order sample");
            }
            series.put(sample.timestampMillis(), sample.value());
        }
        stored.putAll(changed);
        metadata.addAll(request.metadata());
        return new Outcome.Accepted();
    }

    private static boolean same(double one, double other) {
        return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
    }

    long samples() {
        return stored.values().stream().mapToLong(Map::size).sum();
    }
}

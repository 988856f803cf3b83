package dev.headroom.peers;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The counters of a service that answers ten requests a second: well, or slowly and one in ten with an error.
final class TroubledService {

    private static final String LATENCY = "http_request_duration_seconds_bucket{endpoint=\"/predict\",le=\"%s\"}";
    private static final String REQUESTS = "http_requests_total{endpoint=\"/predict\",status=\"%s\"}";
    private static final int RATE = 10;

    private double well;
    private double badly;

    void pass(double seconds, boolean troubled) {
        if (troubled) {
            badly += RATE * seconds;
        } else {
            well += RATE * seconds;
        }
    }

    /// Its series now.
    Map<String, Double> series() {
        var series = new TreeMap<String, Double>();
        series.put(LATENCY.formatted("0.1"), well);
        series.put(LATENCY.formatted("0.5"), well);
        series.put(LATENCY.formatted("1"), well + badly);
        series.put(LATENCY.formatted("+Inf"), well + badly);
        series.put(REQUESTS.formatted("200"), well + badly * 0.9);
        series.put(REQUESTS.formatted("500"), badly * 0.1);
        return series;
    }

    /// The same as a metrics page.
    String page() {
        var page = new StringBuilder();
        series().forEach((name, value) -> page.append(String.format(Locale.ROOT, "%s %s\n", name, value)));
        return page.toString();
    }
}

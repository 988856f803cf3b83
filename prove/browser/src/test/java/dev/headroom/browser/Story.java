package dev.headroom.browser;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Four minutes in the life of a service, computed once and the same every time: a flat start, a ramp, a spike, an end.
/// Requests queue when the replicas cannot keep up; a scaler decides every two seconds. During an outage, when there is
/// one, no metric has data and the scaler abstains.
final class Story {

    static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
    static final int SECONDS = 240;
    static final double OBJECTIVE_SECONDS = 0.35;
    static final int MIN = 3;
    static final int MAX = 12;

    private static final double REQUESTS_PER_REPLICA = 6;
    private static final int STARTUP_SECONDS = 6;
    private static final int DECIDES_EVERY = 2;
    private static final int STABILIZATION_SECONDS = 20;

    private final int outageFrom;
    private final int outageTo;
    private final List<Second> seconds = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<int[]> recommendations = new ArrayList<>();
    private double backlog;
    private int wanted = MIN;
    private int ready = MIN;
    private int readyAt;
    private int allowedUpAt;
    private int allowedDownAt;

    /// What one second was like.
    record Second(double arrivals, double completions, double p95, int wanted, int ready, double backlog) {

        double inFlight() {
            return completions * p95 * 0.6 + backlog;
        }

        double cores() {
            return Math.min(0.1 * ready, completions * 0.0152);
        }
    }

    /// One decision: at which second, from which count to which.
    ///
    /// @param proposals of p95, in-flight and CPU; empty when there is no opinion
    record Turn(int second, int from, int to, @Nullable String constraint, Second seen, List<Integer> proposals) {

        boolean abstains() {
            return proposals.isEmpty();
        }
    }

    private Story(int outageFrom, int outageTo) {
        this.outageFrom = outageFrom;
        this.outageTo = outageTo;
        for (int second = 0; second < SECONDS; second++) {
            live(second);
        }
    }

    static Story calm() {
        return new Story(-1, -1);
    }

    /// No metric arrives from second `from` until second `to`.
    static Story withOutage(int from, int to) {
        return new Story(from, to);
    }

    Second at(int second) {
        return seconds.get(Math.max(0, Math.min(SECONDS - 1, second)));
    }

    boolean isOut(int second) {
        return second >= outageFrom && second < outageTo;
    }

    int outageFrom() {
        return outageFrom;
    }

    /// The decisions until `second`, oldest first.
    List<Turn> turnsUntil(int second) {
        return turns.stream().filter(turn -> turn.second() <= second).toList();
    }

    private void live(int second) {
        if (readyAt > 0 && second >= readyAt) {
            ready = wanted;
            readyAt = 0;
        }
        double arrivals = rate(second) + noise(second) * 1.6;
        double capacity = ready * REQUESTS_PER_REPLICA;
        double waiting = backlog + arrivals;
        double completions = Math.min(capacity, waiting);
        backlog = Math.min(60, waiting - completions);
        double load = Math.min(0.93, arrivals / capacity);
        double p95 = 0.1 / (1 - load * 0.72) + backlog / capacity * 0.5 + noise(second + 7) * 0.012;
        var now = new Second(arrivals, completions, p95, wanted, ready, backlog);
        seconds.add(now);
        if (second > 0 && second % DECIDES_EVERY == 0) {
            decide(second, now);
        }
    }

    private static double rate(int second) {
        if (second < 55) {
            return 11;
        }
        if (second < 105) {
            return 11 + (second - 55) * 0.32;
        }
        return second < 175 ? 52 : 11;
    }

    /// Between -1 and 1, the same for the same second.
    private static double noise(int second) {
        return Math.sin(second * 12.9898) * 0.6 + Math.sin(second * 4.1414) * 0.4;
    }

    private void decide(int second, Second seen) {
        if (isOut(second)) {
            turns.add(new Turn(second, wanted, wanted, "FailedGetExternalMetric", seen, List.of()));
            return;
        }
        double ratio = seen.p95() / OBJECTIVE_SECONDS;
        int byLatency = ratio > 1.1 || ratio < 0.9 ? (int) Math.ceil(wanted * ratio) : wanted;
        int byQueue = (int) Math.ceil(seen.inFlight() / 2);
        int byCpu = (int) Math.ceil(seen.cores() / 0.08);
        int proposal = Math.max(byLatency, Math.max(byQueue, byCpu));
        recommendations.add(new int[] {second, proposal});
        int stable = recommendations.stream()
                .filter(each -> each[0] > second - STABILIZATION_SECONDS)
                .mapToInt(each -> each[1])
                .max()
                .orElse(proposal);
        String constraint = null;
        int to = proposal;
        if (proposal < wanted && stable > proposal) {
            to = Math.min(wanted, stable);
            constraint = "ScaleDownStabilized";
        }
        if (to > wanted + 3) {
            to = wanted + 3;
            constraint = "ScaleUpLimit";
        }
        if (to < wanted - 2) {
            to = wanted - 2;
            constraint = "ScaleDownLimit";
        }
        if (to > MAX || to < MIN) {
            constraint = to > MAX ? "TooManyReplicas" : "TooFewReplicas";
            to = Math.clamp(to, MIN, MAX);
        }
        boolean waits = (to > wanted && second < allowedUpAt) || (to < wanted && second < allowedDownAt);
        if (waits) {
            constraint = to > wanted ? "ScaleUpLimit" : "ScaleDownLimit";
            to = wanted;
        }
        turns.add(new Turn(second, wanted, to, constraint, seen, List.of(byLatency, byQueue, byCpu)));
        scale(second, to);
    }

    private void scale(int second, int to) {
        if (to > wanted) {
            readyAt = second + STARTUP_SECONDS;
            allowedUpAt = second + 5;
        } else if (to < wanted) {
            ready = to;
            allowedDownAt = second + 5;
        }
        wanted = to;
    }

    /// The value of each row of a panel's series at a second. During an outage only what Headroom itself measures, the
    /// replicas, has any.
    Map<Map<String, String>, Double> rows(String series, int second) {
        if (isOut(second) && !series.equals("desired") && !series.equals("ready")) {
            return Map.of();
        }
        var now = at(second);
        return switch (series) {
            case "p95" -> Map.of(Map.of(), now.p95());
            case "desired" -> Map.of(Map.of(), (double) now.wanted());
            case "ready" -> Map.of(Map.of(), (double) now.ready());
            case "arrived" -> Map.of(Map.of(), now.arrivals());
            case "completed" -> Map.of(Map.of(), now.completions());
            case "in flight" -> inFlightByPod(now, second);
            case "failed" -> Map.of(Map.of(), 0.0);
            case "used" -> Map.of(Map.of(), now.cores());
            case "limit" -> Map.of(Map.of(), 0.1 * now.ready());
            default -> Map.of();
        };
    }

    private static Map<Map<String, String>, Double> inFlightByPod(Second now, int second) {
        var rows = new HashMap<Map<String, String>, Double>();
        for (int pod = 0; pod < now.ready(); pod++) {
            double share = now.inFlight() / now.ready() + noise(second * 3 + pod * 17) * 0.4;
            rows.put(Map.of("pod", podName(pod)), Math.max(0, share));
        }
        return rows;
    }

    static String podName(int index) {
        return "inference-7d9c5b8f6-" + "x2k7qw9tzbm4".charAt(index) + "hv" + (char) ('a' + index) + index % 10;
    }
}

package dev.headroom.autoscaler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A random ScaledObject and a random history of its signals; everything comes from one generator.
///
/// @param least replicas that the object ever leaves, its idle count included
/// @param min of the autoscaler that is generated
/// @param upPolicy pods that one period may add
/// @param downPolicy pods that one period may take away
record History(
        String manifest,
        int least,
        int min,
        int most,
        int triggers,
        boolean hasFallback,
        int period,
        int upPolicy,
        int downPolicy,
        List<Instant> instants) {

    /// No stabilization window, period of a policy or cooldown is longer.
    static final int LONGEST_WINDOW_SECONDS = 120;

    private static final int STEPS = 120;
    private static final int STEADY_STEPS = 120;
    private static final List<Turn> TURNS = List.of(Turn.POLL, Turn.SYNC, Turn.BOTH);
    private static final String HEAD = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: web}
            spec:
              scaleTargetRef: {name: web}
            """;
    private static final int[] POLLING = {5, 15, 30};

    /// One turn of a history.
    record Instant(long second, Turn turn, List<Signal> signals) {}

    static History random(RandomGenerator random) {
        int min = random.nextInt(4);
        int max = min + 1 + random.nextInt(20);
        Optional<Integer> idle =
                min > 0 && random.nextInt(3) == 0 ? Optional.of(random.nextInt(min)) : Optional.empty();
        int triggers = 1 + random.nextInt(3);
        boolean fallback = random.nextInt(3) == 0;
        int period = 15 * (1 + random.nextInt(4));
        int up = 1 + random.nextInt(5);
        int down = 1 + random.nextInt(3);
        var spec = new StringBuilder(HEAD);
        line(spec, "minReplicaCount: " + min);
        line(spec, "maxReplicaCount: " + max);
        idle.ifPresent(count -> line(spec, "idleReplicaCount: " + count));
        line(spec, "pollingInterval: " + POLLING[random.nextInt(POLLING.length)]);
        line(spec, "cooldownPeriod: " + random.nextInt(LONGEST_WINDOW_SECONDS));
        if (fallback) {
            line(
                    spec,
                    "fallback: {failureThreshold: " + random.nextInt(4) + ", replicas: " + random.nextInt(max + 1)
                            + ", behavior: " + (random.nextBoolean() ? "static" : "currentReplicasIfHigher") + "}");
        }
        line(spec, "advanced:");
        if (random.nextInt(3) == 0) {
            line(
                    spec,
                    "  scalingModifiers: {formula: \"" + formula(random) + "\", target: \"" + (1 + random.nextInt(9))
                            + "\"}");
        }
        line(spec, "  horizontalPodAutoscalerConfig:");
        line(spec, "    behavior:");
        line(spec, "      scaleUp: {policies: " + policies(up, period) + "}");
        line(
                spec,
                "      scaleDown: {stabilizationWindowSeconds: " + random.nextInt(90) + ", policies: "
                        + policies(down, period) + "}");
        line(spec, "triggers:");
        triggers(spec, triggers, random);
        return new History(
                spec.toString(),
                idle.orElse(min),
                Math.max(1, min),
                max,
                triggers,
                fallback,
                period,
                up,
                down,
                instants(triggers, random));
    }

    /// The history, and then the same answers for longer than any change of the replicas takes.
    List<Instant> withSteadyEnd() {
        var all = new ArrayList<>(instants);
        var signals = new ArrayList<Signal>();
        for (int i = 0; i < triggers; i++) {
            signals.add(new Signal.Value(3 + i, Duration.ofSeconds(1)));
        }
        for (int step = 1; step <= STEADY_STEPS; step++) {
            all.add(new Instant(instants.getLast().second() + 15L * step, Turn.BOTH, signals));
        }
        return all;
    }

    private static void triggers(StringBuilder spec, int count, RandomGenerator random) {
        for (int i = 0; i < count; i++) {
            var type = random.nextBoolean() ? "Value" : "AverageValue";
            line(
                    spec,
                    "- {type: prometheus, name: t" + i + ", metricType: " + type
                            + ", metadata: {serverAddress: \"http://p\", query: q, threshold: \""
                            + random.nextInt(1, 100) / 4.0 + "\", activationThreshold: \"" + random.nextInt(3)
                            + "\"}}");
        }
    }

    private static String formula(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> "t0 * 2";
            case 1 -> "t0 / (t0 - t0)";
            case 2 -> "t0 > 5 ? t0 : 0";
            default -> "t0 - 3";
        };
    }

    private static List<Instant> instants(int triggers, RandomGenerator random) {
        var instants = new ArrayList<Instant>();
        long second = 0;
        double load = random.nextDouble(100);
        for (int step = 0; step < STEPS; step++) {
            second += 1 + random.nextInt(20);
            load = random.nextInt(8) == 0 ? random.nextDouble(200) : load * (0.8 + random.nextDouble() * 0.4);
            var signals = new ArrayList<Signal>();
            for (int i = 0; i < triggers; i++) {
                signals.add(signal(load, random));
            }
            var turn = TURNS.get(random.nextInt(TURNS.size()));
            instants.add(new Instant(second, turn, signals));
        }
        return instants;
    }

    private static Signal signal(double load, RandomGenerator random) {
        return switch (random.nextInt(12)) {
            case 0 -> new Signal.Absent("no sample");
            case 1 -> new Signal.Failed("connection refused");
            case 2 -> new Signal.NotANumber("NaN");
            case 3 -> new Signal.Stale(Duration.ofMinutes(1));
            case 4 -> new Signal.Value(0, Duration.ofSeconds(1));
            default -> new Signal.Value(load * random.nextDouble(), Duration.ofSeconds(1));
        };
    }

    private static String policies(int pods, int period) {
        return "[{type: Pods, value: " + pods + ", periodSeconds: " + period + "}]";
    }

    private static void line(StringBuilder spec, String text) {
        spec.append("  ").append(text).append('\n');
    }
}

package dev.headroom.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.model.Labels;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// A range query is what instant queries at its steps give, for random queries over random series.
class RangeIsItsInstantsTest {

    private static final List<String> VECTORS = List.of(
            "a_total",
            "b",
            "b offset 45s",
            "b @ 300",
            "rate(a_total[2m])",
            "increase(a_total[95s] offset 30s)",
            "max_over_time(b[1m])",
            "avg_over_time(b[3m])",
            "quantile_over_time(0.7, b[2m])",
            "changes(b[2m])",
            "deriv(b[3m])",
            "predict_linear(b[3m] @ 400, 60)",
            "sum_over_time(b[2m:20s])",
            "rate(a_total[1m])[2m:30s]",
            "absent(b{job=\"x\"})",
            "timestamp(b)",
            "vector(time())");

    private static final List<String> OPERATORS =
            List.of("+", "-", "/", "%", "> bool", "<", "and", "or", "unless", "* on (job, pod)", "== ignoring (pod)");

    private static final List<String> WRAPPERS = List.of(
            "sum by (job) (%s)",
            "avg without (pod) (%s)",
            "stddev(%s)",
            "quantile(0.3, %s)",
            "topk(2, %s)",
            "bottomk by (job) (1, %s)",
            "count_values(\"value\", round(%s))",
            "-(%s)",
            "abs(%s)",
            "clamp(%s, -3, scalar(b{pod=\"1\",job=\"x\"}))",
            "label_replace(%s, \"c\", \"$1\", \"job\", \"(.)\")",
            "vector(scalar(%s))");

    @RepeatedTest(300)
    void aRangeQueryIsItsInstantQueries(RepetitionInfo repetition) {
        long seed = 20_260_801L + repetition.getCurrentRepetition();
        var random = new Random(seed);
        var engine = new Engine(
                storage(random),
                EngineOptions.defaults().withDelayedNameRemoval(random.nextBoolean()),
                new VirtualTimeline(Instant.EPOCH));
        var query = query(random, 3);
        var start = Instant.ofEpochMilli(random.nextInt(600_000));
        var step = Duration.ofMillis(1 + random.nextInt(70_000));
        var what = "seed " + seed + ": " + query + " from " + start + " step " + step;

        var byTime = new TreeMap<Long, Map<Labels, Double>>();
        for (int i = 0; i < 12; i++) {
            var at = start.plus(step.multipliedBy(i));
            var elements = new TreeMap<Labels, Double>();
            byTime.put(at.toEpochMilli(), elements);
            try {
                instant(engine, query, at)
                        .elements()
                        .forEach(element -> elements.put(element.labels(), element.value()));
            } catch (PromqlException failure) {
                // What fails at one instant fails in every range around it.
                assertThrows(
                        PromqlException.class,
                        () -> engine.range(query, start, start.plus(step.multipliedBy(11)), step),
                        what + ": " + failure.getMessage());
                return;
            }
        }
        Map<Long, Map<Labels, Double>> ranged = new TreeMap<>();
        byTime.keySet().forEach(time -> ranged.put(time, new TreeMap<>()));
        try {
            var range = engine.range(query, start, start.plus(step.multipliedBy(11)), step);
            for (var row : assertInstanceOf(QueryResult.Matrix.class, range.value()).rows()) {
                for (int i = 0; i < row.samples().size(); i++) {
                    ranged.computeIfAbsent(row.samples().timestamp(i), _ -> new TreeMap<>())
                            .put(row.labels(), row.samples().value(i));
                }
            }
        } catch (PromqlException failure) {
            throw new AssertionError(what + ": no instant fails, the range does: " + failure.getMessage(), failure);
        }
        assertEquals(byTime, ranged, what);
    }

    private static QueryResult.Vector instant(Engine engine, String query, Instant at) {
        return assertInstanceOf(QueryResult.Vector.class, engine.instant(query, at).value());
    }

    private static String query(Random random, int depth) {
        int shape = random.nextInt(depth == 0 ? 1 : 3);
        return switch (shape) {
            case 0 -> vector(random);
            case 1 -> "(" + query(random, depth - 1) + ") " + pick(random, OPERATORS) + " ("
                    + query(random, depth - 1) + ")";
            default -> pick(random, WRAPPERS).formatted(query(random, depth - 1));
        };
    }

    private static String vector(Random random) {
        var vector = pick(random, VECTORS);
        return vector.endsWith("s]") && vector.startsWith("rate(") ? "min_over_time(" + vector + ")" : vector;
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /// Counters and gauges with gaps and resets.
    private static SeriesStorage storage(Random random) {
        var storage = new SeriesStorage();
        for (var job : List.of("x", "y")) {
            for (int pod = 1; pod <= 3; pod++) {
                var labels = "{job=\"" + job + "\",pod=\"" + pod + "\"}";
                storage.add("a_total" + labels, 15_000, values(random, true));
                storage.add("b" + labels, 20_000, values(random, false));
            }
        }
        return storage;
    }

    private static double[] values(Random random, boolean counter) {
        var values = new double[120];
        double value = random.nextInt(20);
        for (int i = 0; i < values.length; i++) {
            value = counter ? (random.nextInt(30) == 0 ? 0 : value + random.nextInt(5)) : random.nextInt(9) - 4;
            values[i] = random.nextInt(12) == 0 ? Double.NaN : value;
        }
        return values;
    }
}

package dev.headroom.peers;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Fifty minutes of a small system, some of it broken: counters that restart, gauges that are NaN or infinite now and
/// then, histograms, gaps, series that end and begin again.
final class RandomSeries {

    static final Instant START = Instant.parse("2026-01-05T11:05:00Z");
    static final int MINUTES = 50;
    private static final int STEP_MILLIS = 15_000;
    private static final int STEPS = MINUTES * 60_000 / STEP_MILLIS;
    private static final String[] BOUNDS = {"0.1", "0.5", "1", "+Inf"};

    private final RandomGenerator random;
    private final Map<Labels, Samples> series = new LinkedHashMap<>();

    private RandomSeries(RandomGenerator random) {
        this.random = random;
    }

    static Map<Labels, Samples> of(RandomGenerator random) {
        var made = new RandomSeries(random);
        made.make();
        return made.series;
    }

    /// The number of a step, or the histogram.
    private record Point(double value, @Nullable FloatHistogram histogram) {}

    private interface Value {
        double at(int step);
    }

    private void make() {
        for (var instance : List.of("a:80", "b:80", "c:81")) {
            for (var code : List.of("200", "404", "500")) {
                add(counter(), "requests_total", "job", "web", "instance", instance, "code", code);
            }
            add(gauge(20), "in_flight", "job", "web", "instance", instance);
            add(gauge(1), "temperature", "instance", instance, "zone", random.nextBoolean() ? "north" : "south");
            add(_ -> random.nextInt(12) == 0 ? 0 : 1, "up", "job", "web", "instance", instance);
            add(_ -> 1, "build_info", "job", "web", "instance", instance, "version", "v" + random.nextInt(3));
            histogram(instance);
            natives(instance);
        }
        add(counter(), "requests_total", "job", "batch", "instance", "d:80", "code", "200");
        add(gauge(5), "queue_length", "queue", "jobs");
        add(broken(), "temperature", "instance", "d:80", "zone", "north");
    }

    private void histogram(String instance) {
        var counts = new double[BOUNDS.length][STEPS];
        for (int step = 0; step < STEPS; step++) {
            double cumulative = 0;
            for (int bound = 0; bound < BOUNDS.length; bound++) {
                cumulative += random.nextInt(4);
                counts[bound][step] = (step == 0 ? 0 : counts[bound][step - 1]) + cumulative;
            }
        }
        for (int bound = 0; bound < BOUNDS.length; bound++) {
            var own = counts[bound];
            add(step -> own[step], "latency_seconds_bucket", "job", "web", "instance", instance, "le", BOUNDS[bound]);
        }
        add(step -> counts[BOUNDS.length - 1][step], "latency_seconds_count", "job", "web", "instance", instance);
    }

    private Value counter() {
        double pace = random.nextDouble(0.1, 40);
        var total = new double[1];
        return _ -> {
            total[0] = random.nextInt(90) == 0 ? random.nextInt(5) : total[0] + Math.floor(random.nextDouble(pace));
            return total[0];
        };
    }

    private Value gauge(double scale) {
        return _ -> random.nextGaussian() * scale;
    }

    private Value broken() {
        var odd = new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1e300};
        return _ -> random.nextBoolean() ? odd[random.nextInt(odd.length)] : random.nextGaussian();
    }

    /// Native histograms: of counters with exponential buckets and with listed ones, of gauges, and a series that has
    /// numbers at times.
    private void natives(String instance) {
        var counter = new RandomHistogram(random, CounterReset.UNKNOWN, false);
        addAll(_ -> new Point(0, counter.next()), "duration_seconds", "job", "web", "instance", instance);
        var listed = new RandomHistogram(random, CounterReset.UNKNOWN, true);
        addAll(_ -> new Point(0, listed.next()), "size_bytes", "job", "web", "instance", instance);
        var gauge = new RandomHistogram(random, CounterReset.GAUGE, false);
        addAll(_ -> new Point(0, gauge.next()), "ages", "instance", instance);
        var sometimes = new RandomHistogram(random, CounterReset.UNKNOWN, random.nextBoolean());
        addAll(step -> new Point(step, step / 20 % 3 == 0 ? null : sometimes.next()), "mixed", "instance", instance);
    }

    private void add(Value value, String name, String... labels) {
        addAll(step -> new Point(canonical(value.at(step)), null), name, labels);
    }

    /// Samples come late by up to a second, some not at all, and sometimes the series is away for a while.
    private void addAll(IntFunction<Point> points, String name, String... labels) {
        int phase = random.nextInt(STEP_MILLIS);
        var times = new long[STEPS];
        var values = new double[STEPS];
        @Nullable FloatHistogram[] histograms = new FloatHistogram[STEPS];
        int size = 0;
        int awayUntil = -1;
        for (int step = 0; step < STEPS; step++) {
            var next = points.apply(step);
            if (step < awayUntil || random.nextInt(40) == 0) {
                continue;
            }
            boolean ends = random.nextInt(120) == 0;
            awayUntil = ends ? step + random.nextInt(30) : -1;
            times[size] = START.toEpochMilli() + (long) step * STEP_MILLIS + phase + random.nextInt(50);
            values[size] = ends ? Samples.staleMarker() : next.value();
            histograms[size] = ends ? null : next.histogram();
            size++;
        }
        var all = new String[labels.length + 2];
        all[0] = "__name__";
        all[1] = name;
        System.arraycopy(labels, 0, all, 2, labels.length);
        series.put(Labels.of(all), new Samples(times, values, size).withHistograms(histograms));
    }

    private static double canonical(double value) {
        return Double.isNaN(value) ? Double.longBitsToDouble(Samples.NAN_BITS) : value;
    }
}

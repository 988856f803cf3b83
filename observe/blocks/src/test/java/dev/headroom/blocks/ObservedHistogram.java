package dev.headroom.blocks;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// A native histogram that observes at random, is reset now and then, and changes its layout even less often.
final class ObservedHistogram {

    enum Kind {
        COUNTER,
        GAUGE,
        FRACTIONS,
        CUSTOM
    }

    private static final int RARELY = 40;

    private final SplittableRandom random;
    private final Kind kind;
    private final Map<Integer, Double> positive = new TreeMap<>();
    private final Map<Integer, Double> negative = new TreeMap<>();
    private double zero;
    private double sum;
    private double unbucketed;
    private int schema;
    private double threshold;
    private List<Double> bounds = List.of();

    ObservedHistogram(SplittableRandom random, Kind kind) {
        this.random = random;
        this.kind = kind;
        newLayout();
    }

    private void newLayout() {
        positive.clear();
        negative.clear();
        zero = 0;
        sum = 0;
        unbucketed = 0;
        if (kind == Kind.CUSTOM) {
            schema = FloatHistogram.CUSTOM_BUCKETS;
            bounds = random.nextBoolean() ? List.of(0.005, 0.1, 2.5, 1e9) : List.of(-1.0, 1 / 3.0, Math.PI);
        } else {
            schema = random.nextInt(FloatHistogram.COARSEST_SCHEMA, FloatHistogram.FINEST_SCHEMA + 1);
            threshold = random.nextBoolean() ? 0x1p-128 : random.nextBoolean() ? 0 : 0.001;
        }
    }

    FloatHistogram next() {
        if (random.nextInt(RARELY) == 0) {
            newLayout();
        } else if (random.nextInt(RARELY) == 0) {
            positive.replaceAll((_, count) -> Math.floor(count / 2));
        }
        for (int left = random.nextInt(30); left > 0; left--) {
            observe(kind == Kind.FRACTIONS ? random.nextDouble() : 1);
        }
        return histogram();
    }

    private void observe(double weight) {
        sum += random.nextDouble() * weight;
        if (kind == Kind.CUSTOM) {
            positive.merge(random.nextInt(bounds.size() + 1), weight, Double::sum);
            return;
        }
        double amount = kind == Kind.GAUGE && random.nextBoolean() ? -weight : weight;
        int index = (int) (random.nextGaussian() * 10);
        switch (random.nextInt(20)) {
            case 0 -> zero += weight;
            case 1 -> unbucketed += weight;
            case 2, 3, 4 -> negative.merge(index, amount, Double::sum);
            default -> positive.merge(index, amount, Double::sum);
        }
    }

    private FloatHistogram histogram() {
        double all = unbucketed + zero;
        for (double count : positive.values()) {
            all += count;
        }
        for (double count : negative.values()) {
            all += count;
        }
        return new FloatHistogram(
                kind == Kind.GAUGE ? CounterReset.GAUGE : CounterReset.UNKNOWN,
                schema,
                kind == Kind.CUSTOM ? 0 : threshold,
                zero,
                all,
                sum,
                buckets(positive),
                buckets(negative),
                kind == Kind.CUSTOM ? bounds : List.of());
    }

    private static BucketCounts buckets(Map<Integer, Double> counts) {
        return new BucketCounts(
                counts.keySet().stream().mapToInt(Integer::intValue).toArray(),
                counts.values().stream().mapToDouble(Double::doubleValue).toArray());
    }
}

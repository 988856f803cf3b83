package dev.headroom.peers;

import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// A native histogram that observes a few values a step. Now and then its process restarts, and then its layout may be
/// another one.
final class RandomHistogram {

    private static final int BUCKETS = 9;

    private final RandomGenerator random;
    private final CounterReset counterReset;
    private final boolean listed;
    private final double[] positive = new double[BUCKETS];
    private final double[] negative = new double[3];
    private List<Double> bounds = List.of();
    private int schema;
    private int first;
    private double zero;
    private double sum;

    /// @param listed whether its bounds are listed instead of being exponential
    RandomHistogram(RandomGenerator random, CounterReset counterReset, boolean listed) {
        this.random = random;
        this.counterReset = counterReset;
        this.listed = listed;
        restart();
    }

    private void restart() {
        Arrays.fill(positive, 0);
        Arrays.fill(negative, 0);
        zero = 0;
        sum = 0;
        first = listed ? 0 : random.nextInt(-6, 4);
        schema = listed ? FloatHistogram.CUSTOM_BUCKETS : random.nextInt(-1, 4);
        var made = new ArrayList<Double>();
        for (int i = 1; listed && i < BUCKETS; i++) {
            made.add(random.nextInt(4) == 0 ? i * 2.0 : i * 1.0 + (made.isEmpty() ? 0 : made.getLast()));
        }
        bounds = made.stream().sorted().distinct().toList();
    }

    FloatHistogram next() {
        if (random.nextInt(60) == 0) {
            restart();
        }
        boolean gauge = counterReset == CounterReset.GAUGE;
        int usable = listed ? bounds.size() + 1 : BUCKETS;
        for (int left = random.nextInt(6); left > 0; left--) {
            positive[random.nextInt(usable)] += 1;
            sum += random.nextInt(100) / 10.0;
        }
        if (!listed && random.nextInt(3) == 0) {
            negative[random.nextInt(negative.length)] += 1;
            zero += random.nextInt(2);
            sum -= random.nextInt(10);
        }
        if (gauge && random.nextInt(4) == 0) {
            positive[random.nextInt(usable)] = 0;
        }
        double count = zero;
        for (double each : positive) {
            count += each;
        }
        for (double each : negative) {
            count += each;
        }
        return new FloatHistogram(counterReset, schema, listed ? 0 : 0.001, zero, count, sum,
                BucketCounts.adjacent(first, Arrays.copyOf(positive, usable)),
                listed ? BucketCounts.none() : BucketCounts.adjacent(first, negative.clone()), bounds);
    }
}

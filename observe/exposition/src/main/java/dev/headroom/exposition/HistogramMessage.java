package dev.headroom.exposition;

import dev.headroom.exposition.Entry.Exemplar;
import dev.headroom.exposition.Entry.Label;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A message `io.prometheus.client.Histogram`: classic buckets, a native histogram, or both.
final class HistogramMessage {

    /// The most buckets on one side of a native histogram (limit `histogramSideBuckets`): more than the finest schema
    /// has for all numbers there are.
    private static final int SIDE_BUCKETS = 1 << 20;

    /// The finest schema that is known, though not stored; a finer one than is stored is made coarser.
    private static final int FINEST_RESERVED = 52;

    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final int MILLIS_PER_SECOND = 1000;

    private final int at;
    private long count;
    private double countFloat;
    private double sum;
    private long schema;
    private double zeroThreshold;
    private long zeroCount;
    private double zeroCountFloat;
    private final List<Bucket> buckets = new ArrayList<>();
    private final List<Exemplar> exemplars = new ArrayList<>();
    private final Side positive = new Side("positive");
    private final Side negative = new Side("negative");

    /// A classic bucket.
    ///
    /// @param count all observations up to the bound
    record Bucket(double bound, double count, Optional<Exemplar> exemplar) {}

    /// @param at the byte of the page where the metric begins
    HistogramMessage(int at) {
        this.at = at;
    }

    void read(WireReader in) throws ExpositionException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> count = in.varintField();
                case 2 -> sum = in.doubleField();
                case 3 -> buckets.add(bucket(in.message()));
                case 4 -> countFloat = in.doubleField();
                case 5 -> schema = (int) in.zigzagField();
                case 6 -> zeroThreshold = in.doubleField();
                case 7 -> zeroCount = in.varintField();
                case 8 -> zeroCountFloat = in.doubleField();
                case 9 -> negative.span(in.message());
                case 10 -> negative.deltas(in);
                case 11 -> negative.counts(in);
                case 12 -> positive.span(in.message());
                case 13 -> positive.deltas(in);
                case 14 -> positive.counts(in);
                case 15 -> startTimestamp(in.message());
                case 16 -> exemplars.add(exemplar(in.message()));
                default -> in.skip();
            }
        }
    }

    private static Bucket bucket(WireReader in) throws ExpositionException {
        long whole = 0;
        double fraction = 0;
        double bound = 0;
        @Nullable Exemplar exemplar = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> whole = in.varintField();
                case 2 -> bound = in.doubleField();
                case 3 -> exemplar = exemplar(in.message());
                case 4 -> fraction = in.doubleField();
                default -> in.skip();
            }
        }
        return new Bucket(bound, fraction == 0 ? unsigned(whole) : fraction, Optional.ofNullable(exemplar));
    }

    static Exemplar exemplar(WireReader in) throws ExpositionException {
        var labels = new ArrayList<Label>();
        double value = 0;
        var timestamp = OptionalLong.empty();
        while (in.next()) {
            switch (in.field()) {
                case 1 -> labels.add(label(in.message()));
                case 2 -> value = in.doubleField();
                case 3 -> timestamp = OptionalLong.of(timestampMillis(in.message()));
                default -> in.skip();
            }
        }
        return new Exemplar(Cursor.sorted(labels), value, timestamp);
    }

    static Label label(WireReader in) throws ExpositionException {
        var name = WireReader.Text.NONE;
        var value = WireReader.Text.NONE;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> value = in.text();
                default -> in.skip();
            }
        }
        return new Label(name.text(), value.text(), name.utf8() && value.utf8());
    }

    /// A label of a sample, which must be UTF-8; those of exemplars may be anything.
    static Label sampleLabel(WireReader in) throws ExpositionException {
        int at = in.position();
        var label = label(in);
        if (!label.utf8()) {
            throw new ExpositionException(
                    at, "expected a label in UTF-8, got " + label.name() + '=' + label.value());
        }
        return label;
    }

    /// Reads over the time at which a counter began.
    static void startTimestamp(WireReader in) throws ExpositionException {
        long _ = timestampMillis(in);
    }

    private static long timestampMillis(WireReader in) throws ExpositionException {
        long seconds = 0;
        long nanos = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> seconds = in.varintField();
                case 2 -> nanos = in.varintField();
                default -> in.skip();
            }
        }
        return seconds * MILLIS_PER_SECOND + (int) nanos / NANOS_PER_MILLI;
    }

    static double unsigned(long count) {
        double half = (count >>> 1) | (count & 1);
        return count >= 0 ? count : half * 2;
    }

    /// All observations.
    double count() {
        return countFloat == 0 ? unsigned(count) : countFloat;
    }

    double sum() {
        return sum;
    }

    /// The classic buckets, as they stand there.
    List<Bucket> buckets() {
        return buckets;
    }

    /// The exemplars of the histogram as a whole: those of its classic buckets when it has no others. Only those with a
    /// time count: without one they could not be told from their repetition.
    List<Exemplar> exemplars() {
        var all = exemplars.isEmpty()
                ? buckets.stream().flatMap(bucket -> bucket.exemplar().stream()).toList()
                : exemplars;
        return all.stream().filter(exemplar -> exemplar.timestampMillis().isPresent()).toList();
    }

    /// Whether there is a native histogram; one without observations and without a zero bucket has an empty span to
    /// say so.
    boolean isNative() {
        return positive.spans > 0 || negative.spans > 0 || zeroThreshold > 0 || zeroCount != 0;
    }

    FloatHistogram nativeHistogram(CounterReset hint) throws ExpositionException {
        boolean fractions = countFloat > 0 || zeroCountFloat > 0;
        if (schema < FloatHistogram.COARSEST_SCHEMA || schema > FINEST_RESERVED) {
            throw wrong("a schema from " + FloatHistogram.COARSEST_SCHEMA + " to " + FloatHistogram.FINEST_SCHEMA,
                    Long.toString(schema));
        }
        var above = positive.buckets(fractions);
        var below = negative.buckets(fractions);
        if (!fractions) {
            checkCount();
        }
        int finest = Math.min((int) schema, FloatHistogram.FINEST_SCHEMA);
        var histogram = new FloatHistogram(
                hint,
                finest,
                zeroThreshold,
                fractions ? zeroCountFloat : unsigned(zeroCount),
                fractions ? countFloat : unsigned(count),
                sum,
                above.coarser((int) schema, finest).compact(),
                below.coarser((int) schema, finest).compact(),
                List.of());
        var problem = histogram.problem();
        if (problem.isPresent()) {
            throw wrong("a possible histogram", problem.get());
        }
        return histogram;
    }

    /// With whole counts all observations are in buckets, but for those of NaN, which make the sum NaN.
    private void checkCount() throws ExpositionException {
        long inBuckets = zeroCount + positive.total() + negative.total();
        boolean possible = Double.isNaN(sum)
                ? Long.compareUnsigned(inBuckets, count) <= 0
                : inBuckets == count;
        if (!possible) {
            throw wrong("a count of " + Long.toUnsignedString(inBuckets) + ", as in all buckets together",
                    Long.toUnsignedString(count));
        }
    }

    private ExpositionException wrong(String expected, String got) {
        return new ExpositionException(at, "native histogram: expected " + expected + ", got " + got);
    }

    /// One side of a native histogram: spans of indices, and the buckets in them one after another.
    private final class Side {
        private final String name;
        private long[] offsets = {};
        private long[] lengths = {};
        private int spans;
        private long[] deltas = {};
        private int deltaCount;
        private double[] counts = {};
        private int countCount;

        Side(String name) {
            this.name = name;
        }

        void span(WireReader in) throws ExpositionException {
            long offset = 0;
            long length = 0;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> offset = (int) in.zigzagField();
                    case 2 -> length = in.varintField() & 0xffff_ffffL;
                    default -> in.skip();
                }
            }
            checkRoom(spans);
            if (spans == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * spans + 4);
                lengths = Arrays.copyOf(lengths, offsets.length);
            }
            offsets[spans] = offset;
            lengths[spans++] = length;
        }

        void deltas(WireReader in) throws ExpositionException {
            if (!in.isBytes()) {
                delta(in.zigzagField());
                return;
            }
            for (var packed = in.message(); packed.hasMore(); ) {
                delta(WireReader.zigzag(packed.varint()));
            }
        }

        private void delta(long delta) throws ExpositionException {
            checkRoom(deltaCount);
            if (deltaCount == deltas.length) {
                deltas = Arrays.copyOf(deltas, 2 * deltaCount + 8);
            }
            deltas[deltaCount++] = delta;
        }

        void counts(WireReader in) throws ExpositionException {
            if (!in.isBytes()) {
                count(in.doubleField());
                return;
            }
            for (var packed = in.message(); packed.hasMore(); ) {
                count(packed.fixed64());
            }
        }

        private void count(double count) throws ExpositionException {
            checkRoom(countCount);
            if (countCount == counts.length) {
                counts = Arrays.copyOf(counts, 2 * countCount + 8);
            }
            counts[countCount++] = count;
        }

        private void checkRoom(int used) throws ExpositionException {
            if (used == SIDE_BUCKETS) {
                throw new ExpositionException(at, "limit exceeded: a native histogram of more than " + SIDE_BUCKETS
                        + " buckets (histogramSideBuckets)");
            }
        }

        long total() {
            long total = 0;
            long inBucket = 0;
            for (int i = 0; i < deltaCount; i++) {
                inBucket += deltas[i];
                total += inBucket;
            }
            return total;
        }

        BucketCounts buckets(boolean fractions) throws ExpositionException {
            int size = fractions ? countCount : deltaCount;
            var values = new double[size];
            long inBucket = 0;
            for (int i = 0; i < size; i++) {
                inBucket += fractions ? 0 : deltas[i];
                values[i] = fractions ? counts[i] : inBucket;
            }
            return new BucketCounts(indices(size), values);
        }

        private int[] indices(int size) throws ExpositionException {
            var indices = new int[size];
            long index = 0;
            int found = 0;
            for (int i = 0; i < spans; i++) {
                if (i > 0 && offsets[i] < 0) {
                    throw wrong(name + " spans that ascend", "an offset of " + offsets[i]);
                }
                index += offsets[i];
                if (lengths[i] > size - found || index < Integer.MIN_VALUE || index + lengths[i] > Integer.MAX_VALUE) {
                    throw wrong(name + " spans of " + size + " buckets", "longer ones");
                }
                for (long left = lengths[i]; left > 0; left--) {
                    indices[found++] = (int) index++;
                }
            }
            if (found < size) {
                throw wrong(name + " spans of " + size + " buckets", "spans of " + found);
            }
            return indices;
        }
    }
}

package dev.headroom.exposition;

import dev.headroom.exposition.Entry.Exemplar;
import dev.headroom.exposition.Entry.Label;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads pages of protocol buffers: messages `io.prometheus.client.MetricFamily`, each with its length before it.
///
/// Source: `metrics.proto` of prometheus/client_model, and what Prometheus 3.14 makes of it.
final class ProtobufReader {

    /* What Prometheus does with it.
     *
     * 1. A family without metrics is not there. A timestamp of 0 is none.
     * 2. A summary is `_count`, `_sum` and its quantiles, a classic histogram `_count`, `_sum` and `_bucket`s, the last
     *    of them `+Inf`, be it on the page or not. Fractional counts win over whole ones unless they are 0.
     * 3. When a native histogram counts, the classic one beside it does not, unless asked for.
     * 4. Times at which counters began are read over: Prometheus keeps them only behind a feature flag.
     */

    private static final int COUNTER = 0;
    private static final int GAUGE = 1;
    private static final int SUMMARY = 2;
    private static final int UNTYPED = 3;
    private static final int HISTOGRAM = 4;
    private static final int GAUGE_HISTOGRAM = 5;

    /// The most labels that all samples of a page may have together (limit `pageLabels`): the buckets of a histogram
    /// share its labels, so a small page could ask for much memory.
    private static final int PAGE_LABELS = 2_000_000;

    private final byte[] page;
    private final HistogramReading reading;
    private final Consumer<Entry> entries;
    private int labelsLeft = PAGE_LABELS;

    ProtobufReader(byte[] page, HistogramReading reading, Consumer<Entry> entries) {
        this.page = page;
        this.reading = reading;
        this.entries = entries;
    }

    void read() throws ExpositionException {
        var in = new WireReader(page, 0, page.length);
        while (in.hasMore()) {
            int length = in.length();
            int at = in.position() + length;
            new Family().read(new WireReader(page, in.position(), at));
            in = new WireReader(page, at, page.length);
        }
    }

    /// One family of metrics.
    private final class Family {
        private String name = "";
        private WireReader.Text writtenName = WireReader.Text.NONE;
        private WireReader.Text help = WireReader.Text.NONE;
        private WireReader.Text unit = WireReader.Text.NONE;
        private long type;
        private int[] metrics = new int[8];
        private int size;

        void read(WireReader in) throws ExpositionException {
            int at = in.position();
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> writtenName = in.text();
                    case 2 -> help = in.text();
                    case 3 -> type = in.varintField();
                    case 4 -> {
                        var metric = in.message();
                        if (size == metrics.length) {
                            metrics = Arrays.copyOf(metrics, 2 * size);
                        }
                        metrics[size++] = metric.position();
                        metrics[size++] = in.position();
                    }
                    case 5 -> unit = in.text();
                    default -> in.skip();
                }
            }
            if (size == 0) {
                return;
            }
            name = writtenName.valid("the name of a metric");
            if (name.isEmpty()) {
                throw new ExpositionException(at, "expected a metric with a name, got none");
            }
            describe(at);
            for (int i = 0; i < size; i += 2) {
                new Metric(this, metrics[i]).read(new WireReader(page, metrics[i], metrics[i + 1]));
            }
        }

        private void describe(int at) throws ExpositionException {
            entries.accept(new Entry.Help(name, help.valid("the help of metric " + name)));
            if (!unit.text().isEmpty()) {
                entries.accept(new Entry.Unit(name, unit.text()));
            }
            entries.accept(new Entry.Type(name, switch ((int) type) {
                case COUNTER -> MetricType.COUNTER;
                case GAUGE -> MetricType.GAUGE;
                case SUMMARY -> MetricType.SUMMARY;
                case UNTYPED -> MetricType.UNKNOWN;
                case HISTOGRAM -> MetricType.HISTOGRAM;
                case GAUGE_HISTOGRAM -> MetricType.GAUGEHISTOGRAM;
                default -> throw new ExpositionException(
                        at, "metric " + name + ": expected a type from 0 to 5, got " + type);
            }));
        }
    }

    /// One metric of a family.
    private final class Metric {
        private final Family family;
        private final int at;
        private final List<Label> labels = new ArrayList<>();
        private double value;
        private @Nullable Exemplar exemplar;
        private final Summary summary = new Summary();
        private final HistogramMessage histogram;
        private long timestampMillis;

        Metric(Family family, int at) {
            this.family = family;
            this.at = at;
            this.histogram = new HistogramMessage(at);
        }

        void read(WireReader in) throws ExpositionException {
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> labels.add(HistogramMessage.sampleLabel(in.message()));
                    case 2 -> value(in.message(), GAUGE);
                    case 3 -> value(in.message(), COUNTER);
                    case 4 -> summary.read(in.message());
                    case 5 -> value(in.message(), UNTYPED);
                    case 6 -> timestampMillis = in.varintField();
                    case 7 -> histogram.read(in.message());
                    default -> in.skip();
                }
            }
            switch ((int) family.type) {
                case SUMMARY -> summary();
                case HISTOGRAM, GAUGE_HISTOGRAM -> histogram();
                default -> series("", value, Optional.ofNullable(exemplar));
            }
        }

        /// A counter, gauge or untyped value; those that are not of the type of the family do not count.
        private void value(WireReader in, int type) throws ExpositionException {
            boolean counts = family.type == type;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> {
                        double read = in.doubleField();
                        value = counts ? read : value;
                    }
                    case 2 -> {
                        if (type == COUNTER) {
                            var read = HistogramMessage.exemplar(in.message());
                            exemplar = counts ? read : exemplar;
                        } else {
                            in.skip();
                        }
                    }
                    case 3 -> {
                        if (type == COUNTER) {
                            HistogramMessage.startTimestamp(in.message());
                        } else {
                            in.skip();
                        }
                    }
                    default -> in.skip();
                }
            }
        }

        private void summary() throws ExpositionException {
            series("_count", HistogramMessage.unsigned(summary.count), Optional.empty());
            series("_sum", summary.sum, Optional.empty());
            for (var quantile : summary.quantiles) {
                var label = new Label("quantile", Numbers.printCanonical(quantile.quantile()), true);
                series(page("", label), quantile.value(), Optional.empty());
            }
        }

        private void histogram() throws ExpositionException {
            var hint = family.type == GAUGE_HISTOGRAM ? CounterReset.GAUGE : CounterReset.UNKNOWN;
            if (reading.scrapeNative() && histogram.isNative()) {
                entries.accept(new Entry.Histogram(
                        page("", null), histogram.nativeHistogram(hint), timestamp(), histogram.exemplars()));
                if (reading.alwaysClassic() && !histogram.buckets().isEmpty()) {
                    classic();
                }
                return;
            }
            if (!reading.convertClassic() || reading.alwaysClassic()) {
                classic();
            }
            if (reading.convertClassic()) {
                converted(hint);
            }
        }

        private void classic() throws ExpositionException {
            series("_count", histogram.count(), Optional.empty());
            series("_sum", histogram.sum(), Optional.empty());
            boolean complete = false;
            for (var bucket : histogram.buckets()) {
                bucket(bucket.bound(), bucket.count(), bucket.exemplar());
                complete = bucket.bound() == Double.POSITIVE_INFINITY;
                if (complete) {
                    break;
                }
            }
            if (!complete) {
                bucket(Double.POSITIVE_INFINITY, histogram.count(), Optional.empty());
            }
        }

        private void bucket(double bound, double count, Optional<Exemplar> pointed) throws ExpositionException {
            series(page("_bucket", new Label("le", Numbers.printCanonical(bound), true)), count, pointed);
        }

        private void converted(CounterReset hint) throws ExpositionException {
            var parts = new ClassicParts();
            parts.count(histogram.count());
            parts.sum(histogram.sum());
            for (var bucket : histogram.buckets()) {
                if (Double.isNaN(bucket.bound())) {
                    throw new ExpositionException(at, "histogram " + family.name + ": expected a bound, got NaN");
                }
                parts.bucket(bucket.bound(), bucket.count());
            }
            var made = parts.histogram(hint).orElseThrow(() -> new ExpositionException(
                    at, "histogram " + family.name + ": expected counts that ascend up to the count of everything"));
            entries.accept(new Entry.Histogram(page("", null), made, timestamp(), histogram.exemplars()));
        }

        private void series(String suffix, double number, Optional<Exemplar> pointed) throws ExpositionException {
            series(page(suffix, null), number, pointed);
        }

        private void series(List<Label> page, double number, Optional<Exemplar> pointed) {
            entries.accept(new Entry.Series(page, number, timestamp(), pointed));
        }

        private List<Label> page(String suffix, @Nullable Label more) throws ExpositionException {
            labelsLeft -= labels.size() + 2;
            if (labelsLeft < 0) {
                throw new ExpositionException(at, "limit exceeded: the samples of the page have more than "
                        + PAGE_LABELS + " labels together (pageLabels)");
            }
            var page = new ArrayList<Label>(labels.size() + 2);
            page.add(new Label(Labels.NAME, family.name + suffix, true));
            page.addAll(labels);
            if (more != null) {
                page.add(more);
            }
            return Cursor.sorted(page);
        }

        private OptionalLong timestamp() {
            return timestampMillis == 0 ? OptionalLong.empty() : OptionalLong.of(timestampMillis);
        }
    }

    /// A message `io.prometheus.client.Summary`.
    private static final class Summary {
        private long count;
        private double sum;
        private final List<Quantile> quantiles = new ArrayList<>();

        private record Quantile(double quantile, double value) {}

        void read(WireReader in) throws ExpositionException {
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> count = in.varintField();
                    case 2 -> sum = in.doubleField();
                    case 3 -> quantiles.add(quantile(in.message()));
                    case 4 -> HistogramMessage.startTimestamp(in.message());
                    default -> in.skip();
                }
            }
        }

        private static Quantile quantile(WireReader in) throws ExpositionException {
            double quantile = 0;
            double value = 0;
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> quantile = in.doubleField();
                    case 2 -> value = in.doubleField();
                    default -> in.skip();
                }
            }
            return new Quantile(quantile, value);
        }
    }
}

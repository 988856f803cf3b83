package dev.headroom.exposition;

import dev.headroom.exposition.MetricFamily.Point;
import dev.headroom.model.Labels;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What a registry of prometheus-metrics holds now, as families: for a page, or for whoever reads the numbers in
/// process. Native histograms are left out: neither text format has them.
public final class MetricFamilies {

    private MetricFamilies() {}

    public static List<MetricFamily> of(MetricSnapshots snapshots) {
        return snapshots.stream().map(MetricFamilies::of).toList();
    }

    private static MetricFamily of(MetricSnapshot snapshot) {
        var metadata = snapshot.getMetadata();
        var name = metadata.getName();
        var points = new ArrayList<Point>();
        for (var point : snapshot.getDataPoints()) {
            add(points, name, point);
        }
        var help = metadata.getHelp() == null ? "" : metadata.getHelp();
        var unit = metadata.getUnit();
        return new MetricFamily(name, type(snapshot), help, unit == null ? "" : unit.toString(), points);
    }

    private static MetricType type(MetricSnapshot snapshot) {
        return switch (snapshot) {
            case CounterSnapshot _ -> MetricType.COUNTER;
            case GaugeSnapshot _ -> MetricType.GAUGE;
            case HistogramSnapshot histogram ->
                histogram.isGaugeHistogram() ? MetricType.GAUGEHISTOGRAM : MetricType.HISTOGRAM;
            case SummarySnapshot _ -> MetricType.SUMMARY;
            case InfoSnapshot _ -> MetricType.INFO;
            case StateSetSnapshot _ -> MetricType.STATESET;
            default -> MetricType.UNKNOWN;
        };
    }

    private static void add(List<Point> points, String name, DataPointSnapshot point) {
        switch (point) {
            case CounterSnapshot.CounterDataPointSnapshot counter ->
                points.add(new Point(
                        labels(name + "_total", counter),
                        counter.getValue(),
                        OptionalLong.empty(),
                        exemplar(counter.getExemplar())));
            case GaugeSnapshot.GaugeDataPointSnapshot gauge ->
                points.add(new Point(
                        labels(name, gauge), gauge.getValue(), OptionalLong.empty(), exemplar(gauge.getExemplar())));
            case HistogramDataPointSnapshot histogram -> addHistogram(points, name, histogram);
            case SummaryDataPointSnapshot summary -> addSummary(points, name, summary);
            case StateSetDataPointSnapshot states -> {
                for (var state : states) {
                    points.add(new Point(
                            labels(name, states).with(name, state.getName()), state.isTrue() ? 1 : 0));
                }
            }
            case InfoSnapshot.InfoDataPointSnapshot info -> points.add(new Point(labels(name + "_info", info), 1));
            case UnknownSnapshot.UnknownDataPointSnapshot unknown ->
                points.add(new Point(labels(name, unknown), unknown.getValue()));
            default -> throw new IllegalArgumentException("metric " + name + ": unknown kind " + point.getClass());
        }
    }

    private static void addHistogram(List<Point> points, String name, HistogramDataPointSnapshot histogram) {
        long count = 0;
        double bound = Double.NEGATIVE_INFINITY;
        if (histogram.hasClassicHistogramData()) {
            var labels = labels(name + "_bucket", histogram);
            for (var bucket : histogram.getClassicBuckets()) {
                count += bucket.getCount();
                points.add(new Point(
                        labels.with("le", Numbers.printCanonical(bucket.getUpperBound())),
                        count,
                        OptionalLong.empty(),
                        exemplar(histogram.getExemplars().get(bound, bucket.getUpperBound()))));
                bound = bucket.getUpperBound();
            }
        }
        addCountAndSum(points, name, histogram);
    }

    private static void addSummary(List<Point> points, String name, SummaryDataPointSnapshot summary) {
        var labels = labels(name, summary);
        for (var quantile : summary.getQuantiles()) {
            points.add(new Point(
                    labels.with("quantile", Numbers.printCanonical(quantile.getQuantile())), quantile.getValue()));
        }
        addCountAndSum(points, name, summary);
    }

    private static void addCountAndSum(List<Point> points, String name, DistributionDataPointSnapshot point) {
        if (point.hasCount()) {
            points.add(new Point(labels(name + "_count", point), point.getCount()));
        }
        if (point.hasSum()) {
            points.add(new Point(labels(name + "_sum", point), point.getSum()));
        }
    }

    private static Labels labels(String name, DataPointSnapshot point) {
        var labels = Labels.builder().set(Labels.NAME, name);
        point.getLabels().forEach(label -> labels.set(label.getName(), label.getValue()));
        return labels.build();
    }

    private static Optional<Entry.Exemplar> exemplar(@Nullable Exemplar exemplar) {
        if (exemplar == null) {
            return Optional.empty();
        }
        var labels = StreamSupport.stream(exemplar.getLabels().spliterator(), false)
                .map(label -> new Entry.Label(label.getName(), label.getValue(), true))
                .toList();
        var timestamp =
                exemplar.hasTimestamp() ? OptionalLong.of(exemplar.getTimestampMillis()) : OptionalLong.empty();
        return Optional.of(new Entry.Exemplar(labels, exemplar.getValue(), timestamp));
    }
}

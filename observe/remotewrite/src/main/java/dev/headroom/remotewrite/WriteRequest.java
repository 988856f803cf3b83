package dev.headroom.remotewrite;

import dev.headroom.files.ByteWriter;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.LogPosition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The message `prometheus.WriteRequest`. Source: prometheus.io/docs/specs/prw/remote_write_spec, version 1.0.
public final class WriteRequest {

    private static final int TIME_SERIES = 1;
    private static final int METADATA = 3;
    private static final int SAMPLES = 2;
    private static final int SAMPLE_VALUE = 1;
    private static final int SAMPLE_TIMESTAMP = 2;
    private static final int EXEMPLARS = 3;
    private static final int EXEMPLAR_VALUE = 2;
    private static final int EXEMPLAR_TIMESTAMP = 3;
    private static final int HISTOGRAMS = 4;
    private static final int TYPE = 1;
    private static final int FAMILY = 2;
    private static final int HELP = 4;
    private static final int UNIT = 5;
    private static final List<String> TYPES = List.of(
            "unknown", "counter", "gauge", "histogram", "gaugehistogram", "summary", "info", "stateset");

    private WriteRequest() {}

    /// A request with all samples of some series, packed as it is sent.
    public static byte[] packed(Map<Labels, Samples> series) {
        var pending = new ArrayList<Pending>();
        var place = new LogPosition(0, 0, 0);
        series.forEach((labels, samples) -> {
            var sent = new RemoteSeries(RemoteSeries.message(labels), labels.hashCode());
            for (int i = 0; i < samples.size(); i++) {
                var histogram = samples.histogram(i);
                pending.add(
                        histogram == null
                                ? new Pending.Value(sent, place, i, samples.timestamp(i), samples.value(i))
                                : new Pending.Histogram(sent, place, i, samples.timestamp(i), histogram));
            }
        });
        return SnappyBlock.pack(of(pending));
    }

    /// A request with the samples and exemplars in their order, each in a time series of its own, as Prometheus sends
    /// them.
    static byte[] of(List<Pending> samples) {
        var out = new ByteWriter(128 * samples.size());
        var series = new ByteWriter(512);
        var sample = new ByteWriter(64);
        for (var pending : samples) {
            series.clear();
            sample.clear();
            var labels = pending.series().labels();
            series.raw(labels, 0, labels.length);
            switch (pending) {
                case Pending.Value number -> {
                    Protobuf.number(sample, SAMPLE_VALUE, number.value());
                    Protobuf.number(sample, SAMPLE_TIMESTAMP, number.timestampMillis());
                    Protobuf.message(series, SAMPLES, sample);
                }
                case Pending.Histogram histogram -> {
                    HistogramMessage.write(sample, histogram.histogram(), histogram.timestampMillis());
                    Protobuf.message(series, HISTOGRAMS, sample);
                }
                case Pending.Exemplar exemplar -> {
                    sample.raw(exemplar.labels(), 0, exemplar.labels().length);
                    Protobuf.number(sample, EXEMPLAR_VALUE, exemplar.value());
                    Protobuf.number(sample, EXEMPLAR_TIMESTAMP, exemplar.timestampMillis());
                    Protobuf.message(series, EXEMPLARS, sample);
                }
            }
            Protobuf.message(out, TIME_SERIES, series);
        }
        return out.toArray();
    }

    static byte[] ofMetadata(List<MetricMetadata> metrics) {
        var out = new ByteWriter(128 * metrics.size());
        var message = new ByteWriter(256);
        for (var metric : metrics) {
            message.clear();
            Protobuf.number(message, TYPE, Math.max(0, TYPES.indexOf(metric.type().toLowerCase(Locale.ROOT))));
            Protobuf.text(message, FAMILY, metric.family().getBytes(StandardCharsets.UTF_8));
            Protobuf.text(message, HELP, metric.help().getBytes(StandardCharsets.UTF_8));
            Protobuf.text(message, UNIT, metric.unit().getBytes(StandardCharsets.UTF_8));
            Protobuf.message(out, METADATA, message);
        }
        return out.toArray();
    }
}

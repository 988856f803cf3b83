package dev.headroom.windows;

import dev.headroom.model.FloatText;
import dev.headroom.promql.Printer;
import dev.headroom.promql.TextRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The warnings and infos of one query, in Prometheus' wording.
///
/// The same text is kept once, with the position of the last expression that caused it.
public final class Annotations {

    private final String query;
    private final Map<String, TextRange> warnings = new LinkedHashMap<>();
    private final Map<String, TextRange> infos = new LinkedHashMap<>();
    private final Map<String, MonotonicityNote> forced = new LinkedHashMap<>();
    private final Map<String, Integer> overlaps = new LinkedHashMap<>();

    /// @param query the text that positions are counted in
    public Annotations(String query) {
        this.query = query;
    }

    public void warn(TextRange at, String text) {
        warnings.put(text, at);
    }

    public void info(TextRange at, String text) {
        infos.put(text, at);
    }

    public List<String> warnings() {
        return warnings.entrySet().stream()
                .map(note -> "PromQL warning: " + note.getKey() + times(note.getKey()) + place(note.getValue()))
                .toList();
    }

    public List<String> infos() {
        return infos.entrySet().stream()
                .map(note -> {
                    var spread = forced.get(note.getKey());
                    var details = spread == null ? "" : spread.details();
                    return "PromQL info: " + note.getKey() + details + place(note.getValue());
                })
                .toList();
    }

    private String times(String text) {
        int count = overlaps.getOrDefault(text, 1);
        return count > 1 ? " (" + count + " occurrences)" : "";
    }

    private String place(TextRange at) {
        return " (" + at.position(query) + ")";
    }

    public void invalidQuantile(TextRange at, double quantile) {
        warn(at, "quantile value should be between 0 and 1, got " + FloatText.general(quantile));
    }

    public void invalidRatio(TextRange at, double ratio, double cap) {
        warn(at, "ratio value should be between -1 and 1, got " + FloatText.general(ratio) + ", capping to "
                + FloatText.general(cap));
    }

    public void badBucketLabel(TextRange at, String metricName, String value) {
        warn(at, "bucket label \"le\" is missing or has a malformed value of " + Printer.quoted(value)
                + forMetric(metricName));
    }

    public void mixedFloatsAndHistograms(TextRange at, String metricName) {
        warn(at, "encountered a mix of histograms and floats for metric name " + Printer.quoted(metricName));
    }

    public void mixedFloatsAndHistogramsInAggregation(TextRange at) {
        warn(at, "encountered a mix of histograms and floats for aggregation");
    }

    public void mixedClassicAndNative(TextRange at, String metricName) {
        warn(at, "vector contains a mix of classic and native histograms" + forMetric(metricName));
    }

    public void mixedSchemas(TextRange at, String metricName) {
        warn(at, "vector contains a mix of histograms with exponential and custom buckets schemas for metric name "
                + Printer.quoted(metricName));
    }

    public void notACounter(TextRange at, String metricName) {
        warn(at, "this native histogram metric is not a counter: " + Printer.quoted(metricName));
    }

    public void notAGauge(TextRange at, String metricName) {
        warn(at, "this native histogram metric is not a gauge: " + Printer.quoted(metricName));
    }

    public void counterResetCollision(TextRange at, String operation) {
        warn(at, "conflicting counter resets during histogram " + operation);
    }

    /// One more series whose samples began before the sample in front of them.
    public void startTimeOverlap(TextRange at, String metricName) {
        var text = "sample has start time that overlaps with previous sample timestamp for metric "
                + Printer.quoted(metricName);
        warn(at, text);
        overlaps.merge(text, 1, Integer::sum);
    }

    public void possibleNonCounter(TextRange at, String metricName) {
        info(at, "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                + Printer.quoted(metricName));
    }

    public void boundsReconciled(TextRange at, String operation) {
        info(at, "mismatched custom buckets were reconciled during " + operation);
    }

    public void ignoredInAggregation(TextRange at, String aggregation) {
        info(at, "ignored histogram in " + aggregation + " aggregation");
    }

    public void ignoredInMixedRange(TextRange at, String metricName) {
        info(at, "ignored histograms in a range containing both floats and histograms for metric name "
                + Printer.quoted(metricName));
    }

    public void forcedMonotonicity(TextRange at, String metricName, MonotonicityNote note) {
        var text = "input to histogram_quantile needed to be fixed for monotonicity (see"
                + " https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)"
                + forMetric(metricName);
        info(at, text);
        forced.merge(text, note, MonotonicityNote::and);
    }

    public void histogramNote(TextRange at, String metricName, String text) {
        info(at, text + forMetric(metricName));
    }

    private static String forMetric(String metricName) {
        return metricName.isEmpty() ? "" : " for metric name " + Printer.quoted(metricName);
    }
}

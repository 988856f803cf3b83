package dev.headroom.windows;

import dev.headroom.model.HistogramSum;

/// `sum_over_time` and `avg_over_time` over windows of native histograms.
final class HistogramsOverTime {

    private HistogramsOverTime() {}

    static void sum(Window window) {
        var samples = window.samples();
        var sum = new HistogramSum(samples.histogram(0));
        for (int i = 1; i < samples.histograms(); i++) {
            if (!sum.accepts(samples.histogram(i))) {
                window.annotations().mixedSchemas(window.text(), window.metricName());
                return;
            }
            sum.add(samples.histogram(i));
        }
        annotate(window, sum);
        window.answer(sum.value());
    }

    static void average(Window window) {
        var samples = window.samples();
        var average = new HistogramAverage(samples.histogram(0));
        for (int i = 1; i < samples.histograms(); i++) {
            if (!average.accepts(samples.histogram(i))) {
                window.annotations().mixedSchemas(window.text(), window.metricName());
                return;
            }
            average.add(samples.histogram(i));
        }
        annotate(window, average.sum());
        window.answer(average.value());
    }

    private static void annotate(Window window, HistogramSum sum) {
        if (sum.hintsCollide()) {
            window.annotations().counterResetCollision(window.text(), "aggregation");
        }
        if (sum.boundsReconciled()) {
            window.annotations().boundsReconciled(window.text(), "aggregation");
        }
    }
}

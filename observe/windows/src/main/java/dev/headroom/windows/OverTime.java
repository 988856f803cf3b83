package dev.headroom.windows;

import dev.headroom.model.KahanSum;

/// The `_over_time` functions over the numbers of a window.
final class OverTime {

    private OverTime() {}

    static void sum(Window window) {
        var samples = window.samples();
        if (isMixed(window)) {
            return;
        }
        if (samples.floats() == 0) {
            HistogramsOverTime.sum(window);
            return;
        }
        var sum = new KahanSum();
        for (int i = 0; i < samples.floats(); i++) {
            sum.add(samples.value(i));
        }
        window.answer(Double.isInfinite(sum.raw()) ? sum.raw() : sum.value());
    }

    static void average(Window window) {
        var samples = window.samples();
        if (isMixed(window)) {
            return;
        }
        if (samples.floats() == 0) {
            HistogramsOverTime.average(window);
            return;
        }
        var average = new Average(samples.value(0));
        for (int i = 1; i < samples.floats(); i++) {
            average.add(samples.value(i));
        }
        window.answer(average.value());
    }

    /// Numbers and histograms have no sum.
    private static boolean isMixed(Window window) {
        boolean mixed = window.samples().floats() > 0 && window.samples().histograms() > 0;
        if (mixed) {
            window.annotations().mixedFloatsAndHistograms(window.text(), window.metricName());
        }
        return mixed;
    }

    static void count(Window window) {
        window.answer(window.samples().floats() + window.samples().histograms());
    }

    static void first(Window window) {
        var samples = window.samples();
        if (samples.histograms() == 0
                || (samples.floats() > 0 && samples.time(0) < samples.histogramTime(0))) {
            window.answer(samples.value(0));
        } else {
            window.answer(samples.histogram(0));
        }
    }

    static void last(Window window) {
        var samples = window.samples();
        int lastFloat = samples.floats() - 1;
        int lastHistogram = samples.histograms() - 1;
        if (lastHistogram < 0
                || (lastFloat >= 0 && samples.histogramTime(lastHistogram) < samples.time(lastFloat))) {
            window.answer(samples.value(lastFloat));
        } else {
            window.answer(samples.histogram(lastHistogram));
        }
    }

    static void timeOfFirst(Window window) {
        var samples = window.samples();
        long time = Math.min(
                samples.floats() > 0 ? samples.time(0) : Long.MAX_VALUE,
                samples.histograms() > 0 ? samples.histogramTime(0) : Long.MAX_VALUE);
        window.answer(time / 1000.0);
    }

    static void timeOfLast(Window window) {
        var samples = window.samples();
        long time = Math.max(
                samples.floats() > 0 ? samples.time(samples.floats() - 1) : Long.MIN_VALUE,
                samples.histograms() > 0 ? samples.histogramTime(samples.histograms() - 1) : Long.MIN_VALUE);
        window.answer(time / 1000.0);
    }

    static void max(Window window) {
        if (hasFloats(window)) {
            window.answer(window.samples().value(extreme(window.samples(), 1, false)));
        }
    }

    static void min(Window window) {
        if (hasFloats(window)) {
            window.answer(window.samples().value(extreme(window.samples(), -1, false)));
        }
    }

    static void timeOfMax(Window window) {
        if (hasFloats(window)) {
            window.answer(window.samples().time(extreme(window.samples(), 1, true)) / 1000.0);
        }
    }

    static void timeOfMin(Window window) {
        if (hasFloats(window)) {
            window.answer(window.samples().time(extreme(window.samples(), -1, true)) / 1000.0);
        }
    }

    /// The index of the largest number, or the smallest when `sign` is negative. NaN counts only when there is nothing
    /// else.
    ///
    /// @param latest whether the last of equal ones is wanted
    private static int extreme(WindowSamples samples, double sign, boolean latest) {
        int found = 0;
        for (int i = 0; i < samples.floats(); i++) {
            double best = samples.value(found);
            double value = samples.value(i);
            if (sign * value > sign * best || Double.isNaN(best) || (latest && value == best)) {
                found = i;
            }
        }
        return found;
    }

    static void variance(Window window, boolean deviation) {
        if (!hasFloats(window)) {
            return;
        }
        var samples = window.samples();
        var mean = new KahanSum();
        var squares = new KahanSum();
        for (int i = 0; i < samples.floats(); i++) {
            double delta = samples.value(i) - mean.value();
            mean.add(delta / (i + 1));
            squares.add(delta * (samples.value(i) - mean.value()));
        }
        double variance = squares.value() / samples.floats();
        window.answer(deviation ? Math.sqrt(variance) : variance);
    }

    static void quantile(Window window) {
        if (window.samples().floats() == 0) {
            return;
        }
        double q = window.argument(0);
        if (Double.isNaN(q) || q < 0 || q > 1) {
            window.annotations().invalidQuantile(window.text(), q);
        }
        hasFloats(window);
        window.answer(Quantiles.of(q, numbers(window.samples())));
    }

    static void medianAbsoluteDeviation(Window window) {
        if (!hasFloats(window)) {
            return;
        }
        var numbers = numbers(window.samples());
        for (double number : numbers) {
            if (Double.isNaN(number)) {
                window.answer(Double.NaN);
                return;
            }
        }
        double median = Quantiles.of(0.5, numbers);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.abs(numbers[i] - median);
        }
        window.answer(Quantiles.of(0.5, numbers));
    }

    private static double[] numbers(WindowSamples samples) {
        var numbers = new double[samples.floats()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = samples.value(i);
        }
        return numbers;
    }

    /// Whether there are numbers; histograms beside them are ignored, with a note.
    static boolean hasFloats(Window window) {
        if (window.samples().floats() == 0) {
            return false;
        }
        if (window.samples().histograms() > 0) {
            window.annotations().ignoredInMixedRange(window.text(), window.metricName());
        }
        return true;
    }
}

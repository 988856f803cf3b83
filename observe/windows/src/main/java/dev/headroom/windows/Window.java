package dev.headroom.windows;

import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.promql.Modifiers.Extension;
import dev.headroom.promql.TextRange;
import org.jspecify.annotations.Nullable;

/// What a function over a range vector sees of one series at one step, and where it puts its result.
///
/// One window serves all steps of all series of a call; for one thread.
public final class Window {

    private final WindowSettings settings;
    private final WindowSamples samples = new WindowSamples();
    private final double[] arguments;
    private Labels labels = Labels.empty();
    private long evaluationMillis;
    private long endMillis;
    private boolean hasResult;
    private double result;
    private @Nullable FloatHistogram histogramResult;

    /// @param arguments how many scalar arguments the function has
    public Window(WindowSettings settings, int arguments) {
        this.settings = settings;
        this.arguments = new double[arguments];
    }

    /// Takes another series.
    public void load(Labels seriesLabels, Samples seriesSamples) {
        labels = seriesLabels;
        samples.load(seriesSamples);
    }

    /// Moves to the next step, and forgets the result of the one before; neither time may go back.
    ///
    /// @param evaluatedAtMillis the time of evaluation
    /// @param untilMillis the end of the window, which belongs to it
    public void slide(long evaluatedAtMillis, long untilMillis) {
        evaluationMillis = evaluatedAtMillis;
        endMillis = untilMillis;
        hasResult = false;
        histogramResult = null;
        samples.slide(settings.extension(), startMillis(), endMillis, settings.lookbackMillis());
    }

    /// Sets a scalar argument of the call; the range vector is not counted.
    public void argument(int index, double value) {
        arguments[index] = value;
    }

    /// Whether there is any sample, inside of the window or where it is extended to.
    public boolean isEmpty() {
        return samples.isEmpty();
    }

    /// Whether the function has an answer.
    public boolean hasResult() {
        return hasResult;
    }

    /// The answer, when it is a number.
    public double result() {
        return result;
    }

    /// The answer, when it is a histogram.
    public @Nullable FloatHistogram histogramResult() {
        return histogramResult;
    }

    public String metricName() {
        return labels.value(Labels.NAME);
    }

    /// The samples; more than the window has when it is extended.
    WindowSamples samples() {
        return samples;
    }

    Extension extension() {
        return settings.extension();
    }

    long evaluationMillis() {
        return evaluationMillis;
    }

    /// The start of the window, which does not belong to it.
    long startMillis() {
        return endMillis - settings.rangeMillis();
    }

    /// The end of the window, which belongs to it.
    long endMillis() {
        return endMillis;
    }

    double rangeSeconds() {
        return settings.rangeMillis() / 1000.0;
    }

    boolean usesStartTimestamps() {
        return settings.startTimestamps() && samples.hasStartTimestamps();
    }

    double argument(int index) {
        return arguments[index];
    }

    Annotations annotations() {
        return settings.annotations();
    }

    /// Where annotations about the samples point.
    TextRange text() {
        return settings.text();
    }

    void answer(double value) {
        hasResult = true;
        result = value;
    }

    void answer(FloatHistogram histogram) {
        hasResult = true;
        result = Double.NaN;
        histogramResult = histogram;
    }
}

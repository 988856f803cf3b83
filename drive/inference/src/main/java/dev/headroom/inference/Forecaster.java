package dev.headroom.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/// Makes forecasts with the model, one at a time: every model thread has one of its own.
final class Forecaster {

    /*
     * The model knows the quantiles of the next normalised value, given the last 32 and the calendar (day and week) of
     * the values they lead to. A forecast samples paths: at every step all paths go through the model as one batch,
     * each draws its next value from its own quantiles, and its window moves on by that value. So the cost is
     * inferenceLength runs of a batch of numSamples.
     *
     * The chances of a step are stratified: path i draws at the middle of stratum p(i) for a random permutation p, so
     * a few paths already cover the distribution, and a single path is the path of medians. Between the model's
     * quantiles a value lies on a straight line; beyond the outermost ones it is the outermost one.
     *
     * The buffers are direct and written in place: the tensors of a forecast are made once and see every step.
     */

    /// Values the model looks back on; earlier places of a shorter history are empty.
    static final int CONTEXT = 32;

    private static final int CALENDAR = 4;
    private static final float[] MODEL_QUANTILES = {0.02f, 0.1f, 0.25f, 0.4f, 0.5f, 0.6f, 0.75f, 0.9f, 0.98f};
    private static final int ROW = 2 * CONTEXT;
    private static final double DAY_MILLIS = 86_400_000;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final FloatBuffer series = floats(RequestLimits.MAX_NUM_SAMPLES * ROW);
    private final FloatBuffer calendar = floats(CALENDAR * CONTEXT);
    private final FloatBuffer quantiles = floats(RequestLimits.MAX_NUM_SAMPLES * MODEL_QUANTILES.length);
    private final float[] window = new float[ROW];
    private final int[] strata = new int[RequestLimits.MAX_NUM_SAMPLES];

    Forecaster(OrtEnvironment environment, OrtSession session) {
        this.environment = environment;
        this.session = session;
    }

    Forecast forecast(PredictRequest request) throws OrtException {
        int paths = request.numSamples();
        series.limit(paths * ROW);
        quantiles.limit(paths * MODEL_QUANTILES.length);
        var scale = fillWindows(request);
        var random = new SplittableRandom(request.seed());
        var steps = new double[request.inferenceLength()][];
        var sampled = new double[paths];
        try (var seriesTensor = OnnxTensor.createTensor(environment, series, new long[] {paths, 2, CONTEXT});
                var calendarTensor = OnnxTensor.createTensor(environment, calendar, new long[] {1, CALENDAR, CONTEXT});
                var answer = OnnxTensor.createTensor(
                        environment, quantiles, new long[] {paths, MODEL_QUANTILES.length})) {
            var inputs = Map.of("series", seriesTensor, "calendar", calendarTensor);
            var outputs = Map.of("quantiles", answer);
            for (int step = 0; step < steps.length; step++) {
                fillCalendar(request, step);
                session.run(inputs, outputs).close();
                shuffleStrata(paths, random);
                for (int path = 0; path < paths; path++) {
                    float next = drawn(path, (strata[path] + 0.5f) / paths);
                    sampled[path] = scale.original(next);
                    moveOn(path, next);
                }
                steps[step] = quantilesOf(sampled);
            }
        }
        return new Forecast(request, steps);
    }

    private Normalization fillWindows(PredictRequest request) {
        var values = request.values();
        int known = Math.min(CONTEXT, values.length);
        int from = values.length - known;
        var scale = Normalization.of(values, from);
        Arrays.fill(window, 0);
        for (int i = 0; i < known; i++) {
            window[CONTEXT - known + i] = (float) scale.normalized(values[from + i]);
            window[2 * CONTEXT - known + i] = 1;
        }
        for (int path = 0; path < request.numSamples(); path++) {
            series.put(path * ROW, window);
        }
        return scale;
    }

    /// Day and week as two circles each, of the values that the places of the window lead to.
    private void fillCalendar(PredictRequest request, int step) {
        int from = 0;
        if (step > 0) {
            for (int channel = 0; channel < CALENDAR; channel++) {
                shift(calendar, channel * CONTEXT);
            }
            from = CONTEXT - 1;
        }
        long first = request.last().localMillis() + (step + 2L - CONTEXT) * request.stepMillis();
        for (int i = from; i < CONTEXT; i++) {
            double days = (first + i * request.stepMillis()) / DAY_MILLIS;
            double day = 2 * Math.PI * (days - Math.floor(days));
            // 1 January 1970 was a Thursday, the fourth day of the week.
            double weeks = (days + 3) / 7;
            double week = 2 * Math.PI * (weeks - Math.floor(weeks));
            calendar.put(i, (float) Math.sin(day));
            calendar.put(CONTEXT + i, (float) Math.cos(day));
            calendar.put(2 * CONTEXT + i, (float) Math.sin(week));
            calendar.put(3 * CONTEXT + i, (float) Math.cos(week));
        }
    }

    private void moveOn(int path, float next) {
        int values = path * ROW;
        shift(series, values);
        series.put(values + CONTEXT - 1, next);
        int mask = values + CONTEXT;
        shift(series, mask);
        series.put(mask + CONTEXT - 1, 1);
    }

    /// Drops the oldest of the CONTEXT numbers from `start` on.
    private void shift(FloatBuffer buffer, int start) {
        buffer.get(start + 1, window, 0, CONTEXT - 1);
        buffer.put(start, window, 0, CONTEXT - 1);
    }

    private void shuffleStrata(int paths, SplittableRandom random) {
        for (int i = 0; i < paths; i++) {
            int j = random.nextInt(i + 1);
            strata[i] = strata[j];
            strata[j] = i;
        }
    }

    /// The value that path `path` reaches with this chance.
    private float drawn(int path, float chance) {
        int row = path * MODEL_QUANTILES.length;
        int above = 0;
        while (above < MODEL_QUANTILES.length && MODEL_QUANTILES[above] < chance) {
            above++;
        }
        if (above == 0) {
            return quantiles.get(row);
        }
        if (above == MODEL_QUANTILES.length) {
            return quantiles.get(row + above - 1);
        }
        float low = quantiles.get(row + above - 1);
        float part = (chance - MODEL_QUANTILES[above - 1]) / (MODEL_QUANTILES[above] - MODEL_QUANTILES[above - 1]);
        return low + part * (quantiles.get(row + above) - low);
    }

    private static double[] quantilesOf(double[] sampled) {
        var sorted = sampled.clone();
        Arrays.sort(sorted);
        var answer = new double[Forecast.QUANTILES.length];
        for (int i = 0; i < answer.length; i++) {
            double place = Forecast.QUANTILES[i] * (sorted.length - 1);
            int below = (int) place;
            int above = Math.min(below + 1, sorted.length - 1);
            answer[i] = sorted[below] + (place - below) * (sorted[above] - sorted[below]);
        }
        return answer;
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

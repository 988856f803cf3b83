package dev.headroom.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ForecasterTest {

    private static final int DAY = 48;

    private static ForecastModel model;
    private static Forecaster forecaster;

    @BeforeAll
    static void load() throws IOException, OrtException {
        model = ForecastModel.load();
        forecaster = model.forecaster();
    }

    @AfterAll
    static void unload() throws OrtException {
        model.close();
    }

    @Test
    void aConstantSeriesGoesOnAsItWas() throws OrtException {
        for (double constant : new double[] {0, 7.25, -3, 0.1, 1e15, -1e15}) {
            var forecast = forecaster.forecast(Histories.request(30, _ -> constant, 12, 20));
            for (var step : forecast.steps()) {
                for (double quantile : step) {
                    assertEquals(constant, quantile, Math.abs(constant) * 1e-12);
                }
            }
        }
    }

    @Test
    void extremeValuesHaveFiniteForecasts() throws OrtException {
        for (double size : new double[] {1e15, 1, 1e-300, Double.MIN_VALUE}) {
            var forecast = forecaster.forecast(Histories.request(9, i -> i % 2 == 0 ? size : -size, 96, 3));
            for (var step : forecast.steps()) {
                assertTrue(Arrays.stream(step).allMatch(Double::isFinite), Arrays.toString(step));
            }
        }
    }

    @Test
    void quantilesOfAStepAscend() throws OrtException {
        for (var step : forecaster.forecast(Histories.request(40, i -> 100 + 10 * Math.sin(i), 24, 50)).steps()) {
            var sorted = step.clone();
            Arrays.sort(sorted);
            assertArrayEquals(sorted, step);
        }
    }

    @Test
    void theSameRequestHasTheSameAnswerWhateverCameBefore() throws OrtException {
        var request = Histories.request(30, i -> i * i, 12, 7);
        var first = forecaster.forecast(request);
        forecaster.forecast(Histories.request(30, i -> i, 2, RequestLimits.MAX_NUM_SAMPLES));
        forecaster.forecast(Histories.request(8, i -> -i, 2, 1));
        var second = forecaster.forecast(request);
        for (int i = 0; i < 12; i++) {
            assertArrayEquals(first.steps()[i], second.steps()[i]);
        }
    }

    @Test
    void theScaleOfASeriesDoesNotMatter() throws OrtException {
        var small = forecaster.forecast(Histories.request(32, Math::sin, 6, 10));
        var large = forecaster.forecast(Histories.request(32, i -> 5000 + 1000 * Math.sin(i), 6, 10));
        for (int i = 0; i < 6; i++) {
            assertEquals(small.steps()[i][Forecast.MEDIAN], (large.steps()[i][Forecast.MEDIAN] - 5000) / 1000, 1e-3);
        }
    }

    /// The training script measures this over three months and in Python: see `training/README.md`.
    @Test
    void theShippedModelBeatsTheSameTimeLastWeek() throws IOException, OrtException {
        var values = taxiTrips();
        double model = 0;
        double lastWeek = 0;
        for (int end = 123 * DAY; end < values.length - 12; end += 3 * DAY + 7) {
            var start = Timestamp.parse("2014-07-01T00:00:00").plus((end - 1) * 1_800_000L);
            var history = Arrays.copyOfRange(values, end - 30, end);
            var forecast = forecaster.forecast(new PredictRequest(history, start, 1_800_000, 12, 50, 1));
            for (int step = 0; step < 12; step++) {
                model += Math.abs(forecast.steps()[step][Forecast.MEDIAN] - values[end + step]);
                lastWeek += Math.abs(values[end + step - 7 * DAY] - values[end + step]);
            }
        }
        assertTrue(model < lastWeek, "errors: model " + model + ", last week " + lastWeek);
    }

    private static double[] taxiTrips() throws IOException {
        var file = Path.of(System.getProperty("headroom.root"), "drive/inference/training/nyc-taxi.csv.gz");
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(1)
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(',') + 1)))
                    .toArray();
        }
    }
}

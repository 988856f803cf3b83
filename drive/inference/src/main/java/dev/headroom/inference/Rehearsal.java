package dev.headroom.inference;

import ai.onnxruntime.OrtException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The first requests of a model: from the bytes of a request to the bytes of its answer, before anybody waits for
/// them. Without it the first user would wait for class loading and for the first run of every kernel, and the next
/// hundred for code that is not compiled yet: at a tenth of a core that is a queue of seconds.
final class Rehearsal {

    private static final int ROWS = 30;
    private static final int LIGHT_REQUESTS = 200;

    private final Forecaster forecaster;

    Rehearsal(Forecaster forecaster) {
        this.forecaster = forecaster;
    }

    void run() throws OrtException {
        request(PredictRequest.DEFAULT_INFERENCE_LENGTH, PredictRequest.DEFAULT_NUM_SAMPLES);
        for (int i = 0; i < LIGHT_REQUESTS; i++) {
            request(1, 1);
        }
    }

    private void request(int inferenceLength, int numSamples) throws OrtException {
        var body = new StringBuilder("{\"history\":[");
        for (int row = 0; row < ROWS; row++) {
            body.append(row == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"timestamp\":\"2014-07-01T%02d:%02d:00\",\"value\":%d.5}",
                            row / 2,
                            row % 2 * 30,
                            10_000 + row * row));
        }
        body.append("],\"inference_length\":").append(inferenceLength);
        body.append(",\"num_samples\":").append(numSamples).append('}');
        try {
            var request = PredictRequestReader.read(body.toString().getBytes(StandardCharsets.UTF_8));
            JsonWriter.forecast(forecaster.forecast(request));
        } catch (RequestException wrong) {
            throw new IllegalStateException("the rehearsal's own request is wrong: " + wrong.text(), wrong);
        }
    }
}

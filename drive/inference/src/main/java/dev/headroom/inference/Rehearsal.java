package dev.headroom.inference;

import ai.onnxruntime.OrtException;
import java.nio.charset.StandardCharsets;

/// The first requests of a model: from the bytes of a request to the bytes of its answer, before anybody waits for
/// them. Without it the first user would wait for class loading and for the first run of every kernel, and the next
/// hundred for code that is not compiled yet: at a tenth of a core that is a queue of seconds.
final class Rehearsal {

    private static final int ROWS = 30;
    private static final int LIGHT_REQUESTS = 30;

    private final Forecaster forecaster;

    Rehearsal(Forecaster forecaster) {
        this.forecaster = forecaster;
    }

    void run() throws OrtException {
        perform(request(PredictRequest.DEFAULT_INFERENCE_LENGTH, PredictRequest.DEFAULT_NUM_SAMPLES));
        var light = lightRequest();
        for (int i = 0; i < LIGHT_REQUESTS; i++) {
            perform(light);
        }
    }

    /// The body of the lightest request.
    static byte[] lightRequest() {
        return request(1, 1);
    }

    private void perform(byte[] body) throws OrtException {
        try {
            JsonWriter.forecast(forecaster.forecast(PredictRequestReader.read(body)));
        } catch (RequestException wrong) {
            throw new IllegalStateException("the rehearsal's own request is wrong: " + wrong.text(), wrong);
        }
    }

    /// The body of a request. Made without a formatter, which would take longer than the forecasts.
    private static byte[] request(int inferenceLength, int numSamples) {
        var body = new StringBuilder("{\"history\":[");
        for (int row = 0; row < ROWS; row++) {
            body.append(row == 0 ? "" : ",").append("{\"timestamp\":\"2014-07-01T");
            int hour = row / 2;
            body.append(hour < 10 ? "0" : "").append(hour).append(row % 2 == 0 ? ":00:00" : ":30:00");
            body.append("\",\"value\":").append(10_000 + row * row).append(".5}");
        }
        body.append("],\"inference_length\":").append(inferenceLength);
        body.append(",\"num_samples\":").append(numSamples).append('}');
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}

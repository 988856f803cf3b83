package dev.headroom.inference;

import java.util.function.IntToDoubleFunction;

/// Bodies of requests for tests.
final class Histories {

    private static final Timestamp START = Timestamp.parse("2014-07-01T00:00:00");
    private static final long HALF_HOUR_MILLIS = 1_800_000;

    private Histories() {}

    /// Half-hourly rows, with more fields of the request after them, such as `,"seed":1`.
    static String body(int rows, IntToDoubleFunction value, String more) {
        var body = new StringBuilder("{\"history\":[");
        for (int i = 0; i < rows; i++) {
            body.append(i == 0 ? "" : ",")
                    .append("{\"timestamp\":\"")
                    .append(START.plus(i * HALF_HOUR_MILLIS))
                    .append("\",\"value\":")
                    .append(value.applyAsDouble(i))
                    .append('}');
        }
        return body.append(']').append(more).append('}').toString();
    }

    /// A request as the reader would have it.
    static PredictRequest request(int rows, IntToDoubleFunction value, int inferenceLength, int numSamples) {
        var values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = value.applyAsDouble(i);
        }
        var last = START.plus((rows - 1) * HALF_HOUR_MILLIS);
        return new PredictRequest(values, last, HALF_HOUR_MILLIS, inferenceLength, numSamples, 0);
    }
}

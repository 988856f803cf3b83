package dev.headroom.inference;

/// What `POST /predict` was asked for: a forecast of `inferenceLength` steps after the last row.
///
/// The arrays are the request's own: whoever holds it reads them only.
///
/// @param values of the rows, oldest first; finite
/// @param last timestamp of the newest row
/// @param stepMillis from one row to the next
/// @param numSamples sampled paths; the cost of a forecast is `inferenceLength * numSamples` model steps
/// @param seed of the samples: the same request with the same seed has the same answer
@SuppressWarnings("ArrayRecordComponent") // Read-only by contract; a copy per request would buy nothing.
record PredictRequest(
        double[] values, Timestamp last, long stepMillis, int inferenceLength, int numSamples, long seed) {

    static final int DEFAULT_INFERENCE_LENGTH = 12;
    static final int DEFAULT_NUM_SAMPLES = 20;

    int rows() {
        return values.length;
    }
}

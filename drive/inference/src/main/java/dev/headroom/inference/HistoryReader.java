package dev.headroom.inference;

import static dev.headroom.inference.ErrorCode.BAD_TIMESTAMP;
import static dev.headroom.inference.ErrorCode.DUPLICATE_FIELD;
import static dev.headroom.inference.ErrorCode.DUPLICATE_TIMESTAMP;
import static dev.headroom.inference.ErrorCode.IRREGULAR_TIMESTAMPS;
import static dev.headroom.inference.ErrorCode.MISSING_FIELD;
import static dev.headroom.inference.ErrorCode.OUT_OF_RANGE;
import static dev.headroom.inference.ErrorCode.TOO_FEW_ROWS;
import static dev.headroom.inference.ErrorCode.TOO_MANY_ROWS;
import static dev.headroom.inference.ErrorCode.UNSORTED_TIMESTAMPS;
import static dev.headroom.inference.ErrorCode.WRONG_TYPE;

import java.time.DateTimeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads the rows of a request: a timestamp and a finite value each, oldest first, all the same step apart.
final class HistoryReader {

    private static final int USUAL_ROWS = 32;
    private static final long MAX_STEP_MILLIS = RequestLimits.MAX_STEP_DAYS * 86_400_000L;

    private final JsonParser json;
    private double[] values = new double[USUAL_ROWS];
    private int rows;
    private @Nullable Timestamp last;
    private long stepMillis;

    HistoryReader(JsonParser json) {
        this.json = json;
    }

    /// Reads the list that the parser stands at.
    void read() throws RequestException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new RequestException(
                    WRONG_TYPE, "history", "expected a list of rows, got " + PredictRequestReader.kind(json));
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (rows == RequestLimits.MAX_ROWS) {
                throw new RequestException(
                        TOO_MANY_ROWS,
                        "history",
                        "expected at most " + RequestLimits.MAX_ROWS + " rows (max_rows), got more");
            }
            row();
        }
        if (rows < RequestLimits.MIN_ROWS) {
            throw new RequestException(
                    TOO_FEW_ROWS,
                    "history",
                    "expected at least " + RequestLimits.MIN_ROWS + " rows (min_rows), got " + rows);
        }
    }

    /// The request for a forecast of the rows that were read.
    PredictRequest request(int inferenceLength, int numSamples, long seed) {
        if (last == null) {
            throw new IllegalStateException("no rows were read");
        }
        return new PredictRequest(Arrays.copyOf(values, rows), last, stepMillis, inferenceLength, numSamples, seed);
    }

    private void row() throws RequestException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new RequestException(
                    WRONG_TYPE,
                    here(""),
                    "expected an object with timestamp and value, got " + PredictRequestReader.kind(json));
        }
        Timestamp timestamp = null;
        boolean hasValue = false;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var field = json.currentName();
            json.nextToken();
            switch (field) {
                case "timestamp" -> {
                    once(timestamp == null, ".timestamp");
                    timestamp = timestamp();
                }
                case "value" -> {
                    once(!hasValue, ".value");
                    add(value());
                    hasValue = true;
                }
                default -> json.skipChildren();
            }
        }
        if (timestamp == null || !hasValue) {
            var missing = timestamp == null ? ".timestamp" : ".value";
            throw new RequestException(
                    MISSING_FIELD, here(missing), "expected timestamp and value in every row, one is missing");
        }
        follow(timestamp);
        rows++;
    }

    private void once(boolean first, String field) throws RequestException {
        if (!first) {
            throw new RequestException(DUPLICATE_FIELD, here(field), "expected the field once in a row, got it twice");
        }
    }

    private Timestamp timestamp() throws RequestException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new RequestException(
                    WRONG_TYPE,
                    here(".timestamp"),
                    "expected a string like \"2014-07-01T00:30:00Z\", got " + PredictRequestReader.kind(json));
        }
        try {
            return Timestamp.parse(json.getString());
        } catch (DateTimeException wrong) {
            throw new RequestException(BAD_TIMESTAMP, here(".timestamp"), String.valueOf(wrong.getMessage()));
        }
    }

    private double value() throws RequestException {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT && json.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            throw new RequestException(
                    WRONG_TYPE, here(".value"), "expected a number, got " + PredictRequestReader.kind(json));
        }
        double value = json.getDoubleValue();
        if (!(Math.abs(value) <= RequestLimits.MAX_MAGNITUDE)) {
            throw new RequestException(
                    OUT_OF_RANGE,
                    here(".value"),
                    "expected a finite number up to 1e15 in magnitude (max_magnitude), got "
                            + ErrorText.shortened(json.getString()));
        }
        return value;
    }

    private void add(double value) {
        if (rows == values.length) {
            values = Arrays.copyOf(values, rows * 2);
        }
        values[rows] = value;
    }

    /// Checks that the row of `timestamp` comes one step after the row before it.
    private void follow(Timestamp timestamp) throws RequestException {
        var before = last;
        last = timestamp;
        if (before == null) {
            return;
        }
        if (before.offsetSeconds().isPresent() != timestamp.offsetSeconds().isPresent()) {
            throw new RequestException(
                    BAD_TIMESTAMP, here(".timestamp"), "expected an offset in all timestamps or in none, got both");
        }
        long step = timestamp.epochMillis() - before.epochMillis();
        if (step == 0) {
            throw wrongStep(DUPLICATE_TIMESTAMP, "expected one row per timestamp, got a second one of ", timestamp);
        }
        if (step < 0) {
            throw wrongStep(UNSORTED_TIMESTAMPS, "expected rows in the order of time, got the older ", timestamp);
        }
        if (step > MAX_STEP_MILLIS) {
            throw wrongStep(
                    OUT_OF_RANGE,
                    "expected rows at most " + RequestLimits.MAX_STEP_DAYS + " days apart (max_step_days), got ",
                    timestamp);
        }
        if (rows == 1) {
            stepMillis = step;
        } else if (step != stepMillis) {
            throw wrongStep(
                    IRREGULAR_TIMESTAMPS,
                    "expected all rows " + seconds(stepMillis) + " apart like the first two, got one after "
                            + seconds(step) + ": ",
                    timestamp);
        }
    }

    private RequestException wrongStep(ErrorCode code, String message, Timestamp timestamp) {
        return new RequestException(code, here(".timestamp"), message + timestamp);
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private String here(String field) {
        return "history[" + rows + ']' + field;
    }
}

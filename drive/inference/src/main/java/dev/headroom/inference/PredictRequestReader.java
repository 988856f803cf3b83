package dev.headroom.inference;

import static dev.headroom.inference.ErrorCode.DUPLICATE_FIELD;
import static dev.headroom.inference.ErrorCode.MALFORMED_JSON;
import static dev.headroom.inference.ErrorCode.MISSING_FIELD;
import static dev.headroom.inference.ErrorCode.OUT_OF_RANGE;
import static dev.headroom.inference.ErrorCode.UNKNOWN_FIELD;
import static dev.headroom.inference.ErrorCode.WRONG_TYPE;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Reads the body of `POST /predict`:
///
/// ```json
/// {
///   "history": [{"timestamp": "2014-07-01T00:00:00", "value": 10844}, ...],
///   "inference_length": 12,
///   "num_samples": 20,
///   "seed": 0
/// }
/// ```
///
/// Only `history` is required. A row may have more fields than these two; they are skipped. Whatever else is not as
/// [RequestLimits] and this shape have it is a [RequestException] that names the field. Nothing in a body makes this
/// class throw anything else.
final class PredictRequestReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(RequestLimits.MAX_NESTING_DEPTH)
                    .build())
            // Read as numbers, so that the error can say that a value has to be finite.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private final JsonParser json;
    private final HistoryReader history;
    private boolean hasHistory;
    private int inferenceLength = PredictRequest.DEFAULT_INFERENCE_LENGTH;
    private int numSamples = PredictRequest.DEFAULT_NUM_SAMPLES;
    private long seed;

    private PredictRequestReader(JsonParser json) {
        this.json = json;
        this.history = new HistoryReader(json);
    }

    static PredictRequest read(byte[] body) throws RequestException {
        checkUtf8(body);
        try (var json = JSON.createParser(ObjectReadContext.empty(), body)) {
            return new PredictRequestReader(json).read();
        } catch (JacksonException wrong) {
            throw new RequestException(MALFORMED_JSON, "", text(wrong));
        }
    }

    private static void checkUtf8(byte[] body) throws RequestException {
        boolean ascii = true;
        for (byte b : body) {
            ascii &= b > 0;
        }
        if (!ascii) {
            try {
                var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
                ascii = text.chars().noneMatch(c -> c == 0);
            } catch (CharacterCodingException wrong) {
                ascii = false;
            }
            if (!ascii) {
                throw new RequestException(MALFORMED_JSON, "", "expected JSON in UTF-8, got other bytes");
            }
        }
    }

    private static String text(JacksonException wrong) {
        var location = wrong.getLocation();
        var where = location == null || location.getLineNr() < 0
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        // Jackson goes on about the place; it is told already.
        var reason = String.valueOf(wrong.getOriginalMessage()).split("\n| \\(start marker", 2)[0];
        return "expected JSON, got an error" + where + ": " + ErrorText.printable(reason, 160);
    }

    private PredictRequest read() throws RequestException {
        var first = json.nextToken();
        if (first == null) {
            throw new RequestException(MALFORMED_JSON, "", "expected a JSON object, got an empty body");
        }
        if (first != JsonToken.START_OBJECT) {
            throw new RequestException(WRONG_TYPE, "", "expected a JSON object, got " + kind(json));
        }
        int seen = 0;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var field = json.currentName();
            json.nextToken();
            int bit = field(field);
            if ((seen & bit) != 0) {
                throw new RequestException(DUPLICATE_FIELD, field, "expected one field " + field + ", got two");
            }
            seen |= bit;
        }
        if (json.nextToken() != null) {
            throw new RequestException(MALFORMED_JSON, "", "expected one JSON object, got more after its end");
        }
        if (!hasHistory) {
            throw new RequestException(MISSING_FIELD, "history", "expected a list of rows in history, got none");
        }
        return history.request(inferenceLength, numSamples, seed);
    }

    /// Reads one field; the answer is its bit in the set of fields.
    private int field(String field) throws RequestException {
        return switch (field) {
            case "history" -> {
                if (!hasHistory) {
                    history.read();
                    hasHistory = true;
                }
                yield 1;
            }
            case "inference_length" -> {
                inferenceLength = count(field, RequestLimits.MAX_INFERENCE_LENGTH);
                yield 2;
            }
            case "num_samples" -> {
                numSamples = count(field, RequestLimits.MAX_NUM_SAMPLES);
                yield 4;
            }
            case "seed" -> {
                seed = integer(field, Long.MIN_VALUE, Long.MAX_VALUE, "");
                yield 8;
            }
            default ->
                throw new RequestException(
                        UNKNOWN_FIELD,
                        ErrorText.shortened(field),
                        "expected history, inference_length, num_samples or seed, got \"" + ErrorText.shortened(field)
                                + '"');
        };
    }

    private int count(String field, int max) throws RequestException {
        return (int) integer(field, 1, max, " (max_" + field + ")");
    }

    private long integer(String field, long min, long max, String limit) throws RequestException {
        var expected = "expected an integer from " + min + " to " + max + limit + ", got ";
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new RequestException(WRONG_TYPE, field, expected + kind(json));
        }
        boolean fits = json.getNumberType() == JsonParser.NumberType.INT
                || json.getNumberType() == JsonParser.NumberType.LONG;
        long number = fits ? json.getLongValue() : 0;
        if (!fits || number < min || number > max) {
            throw new RequestException(OUT_OF_RANGE, field, expected + ErrorText.shortened(json.getString()));
        }
        return number;
    }

    /// What stands where something else was expected, for an error message.
    static String kind(JsonParser json) {
        return switch (json.currentToken()) {
            case null -> "the end of the body";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "the string \"" + ErrorText.shortened(json.getString()) + '"';
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ErrorText.shortened(json.getString());
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> json.currentToken().asString();
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "something else";
        };
    }
}

package dev.headroom.inference;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the JSON answers of the service.
final class JsonWriter {

    private static final JsonFactory JSON = new JsonFactory();
    private static final String[] QUANTILE_NAMES = quantileNames();

    private JsonWriter() {}

    /// A forecast:
    ///
    /// ```json
    /// {"model": "...", "inference_length": 12, "num_samples": 20,
    ///  "forecast": [{"timestamp": "...", "median": 1.0, "quantiles": {"0.05": 0.5, ..., "0.95": 1.5}}, ...]}
    /// ```
    static byte[] forecast(Forecast forecast) {
        var request = forecast.request();
        return object(json -> {
            json.writeStringProperty("model", ForecastModel.NAME);
            json.writeNumberProperty("inference_length", request.inferenceLength());
            json.writeNumberProperty("num_samples", request.numSamples());
            json.writeArrayPropertyStart("forecast");
            for (int i = 0; i < forecast.steps().length; i++) {
                var quantiles = forecast.steps()[i];
                json.writeStartObject();
                json.writeStringProperty(
                        "timestamp",
                        request.last().plus((i + 1) * request.stepMillis()).toString());
                json.writeNumberProperty("median", quantiles[Forecast.MEDIAN]);
                json.writeObjectPropertyStart("quantiles");
                for (int q = 0; q < quantiles.length; q++) {
                    json.writeNumberProperty(QUANTILE_NAMES[q], quantiles[q]);
                }
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /// `{"error": {"code": "...", "message": "...", "field": "..." or null}}`
    static byte[] error(ErrorCode code, String message, String field) {
        return object(json -> {
            json.writeObjectPropertyStart("error");
            json.writeStringProperty("code", code.word());
            json.writeStringProperty("message", message);
            if (field.isEmpty()) {
                json.writeNullProperty("field");
            } else {
                json.writeStringProperty("field", field);
            }
            json.writeEndObject();
        });
    }

    /// An object with what `fields` writes into it.
    static byte[] object(Fields fields) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static String[] quantileNames() {
        var names = new String[Forecast.QUANTILES.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = Double.toString(Forecast.QUANTILES[i]);
        }
        return names;
    }

    /// Writes the fields of an object.
    interface Fields {
        void write(JsonGenerator json);
    }
}

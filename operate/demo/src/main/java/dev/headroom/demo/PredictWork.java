package dev.headroom.demo;

import dev.headroom.loadgen.LoadRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What each request of the demo asks the forecasting service for: thirty rows of a series with a daily rhythm, and a
/// forecast of so many steps, sampled so many times. The cost of a request is `steps * samples` runs of the model.
///
/// @param steps `inference_length`
/// @param samples `num_samples`
public record PredictWork(int steps, int samples) {

    private static final int ROWS = 30;

    /// Requests that differ, so that no cache could answer them.
    private static final int VARIANTS = 8;

    List<LoadRequest> mix(URI url) {
        var requests = new ArrayList<LoadRequest>();
        for (int variant = 0; variant < VARIANTS; variant++) {
            requests.add(LoadRequest.post(url, body(variant)));
        }
        return requests;
    }

    private String body(int variant) {
        var body = new StringBuilder("{\"history\":[");
        for (int row = 0; row < ROWS; row++) {
            double hour = (row / 2.0 + 3 * variant) % 24;
            double value = 15_000 + 9_000 * Math.sin((hour - 9) * Math.PI / 12) + 37 * variant;
            body.append(row == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"timestamp\":\"2014-11-%02dT%02d:%02d:00\",\"value\":%.1f}",
                            3 + variant,
                            row / 2,
                            row % 2 * 30,
                            value));
        }
        return body.append("],\"inference_length\":")
                .append(steps)
                .append(",\"num_samples\":")
                .append(samples)
                .append(",\"seed\":")
                .append(variant)
                .append('}')
                .toString();
    }
}

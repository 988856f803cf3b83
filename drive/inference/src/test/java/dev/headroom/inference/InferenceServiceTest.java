package dev.headroom.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.timeline.WallTimeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InferenceServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WallTimeline timeline = new WallTimeline();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private InferenceService service;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        var config = InferenceConfig.fromEnvironment(
                Map.of("PORT", "0", "READINESS_CHECK_MODEL", "1", "UVICORN_WORKERS", "1", "LOG_LEVEL", "debug"));
        service = InferenceService.start(config, timeline, new PrintStream(log, true, StandardCharsets.UTF_8));
        awaitReady();
    }

    @AfterEach
    void stop() {
        service.stop();
        timeline.close();
        client.close();
    }

    @Test
    void aForecastHasARowPerStep() throws IOException, InterruptedException {
        var answer = predict(Histories.body(30, i -> 100 + i, ",\"inference_length\":3,\"num_samples\":5"));
        assertEquals(200, answer.statusCode());
        assertEquals("application/json", answer.headers().firstValue("content-type").orElseThrow());
        assertTrue(
                answer.body().startsWith("{\"model\":\"nyc-taxi-quantiles-1\",\"inference_length\":3"), answer.body());
        for (var timestamp : new String[] {"2014-07-01T15:00:00", "2014-07-01T15:30:00", "2014-07-01T16:00:00"}) {
            assertTrue(answer.body().contains("{\"timestamp\":\"" + timestamp + "\",\"median\":"), answer.body());
        }
        assertEquals(3, answer.body().split("\"quantiles\"", -1).length - 1);
    }

    @Test
    void bothGenerationsOfMetricsCountAPrediction() throws IOException, InterruptedException {
        predict(Histories.body(30, i -> i, ""));
        var page = get("/prometheus", "*/*").body();
        assertHas(page, "inference_latency_seconds_count 1\n");
        assertHas(page, "inference_queue_len 0\n");
        assertHas(page, "http_requests_total{endpoint=\"/predict\",method=\"POST\",status=\"200\"} 1\n");
        assertHas(page, "http_request_duration_seconds_bucket{endpoint=\"/predict\",le=\"0.35\",method=\"POST\"");
        assertHas(page, "http_requests_in_flight{endpoint=\"/predict\",method=\"POST\"} 0\n");
        assertHas(page, "http_request_errors_total{error_type=\"queue_full\"} 0\n");
        assertHas(page, "\nprocess_cpu_seconds_total ");
    }

    private static void assertHas(String page, String line) {
        assertTrue(page.contains(line), () -> "expected " + line + " in\n" + page);
    }

    private HttpResponse<String> predict(String body) throws IOException, InterruptedException {
        return client.send(
                request("/predict")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        return client.send(request(path).header("Accept", accept).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                .timeout(PATIENCE);
    }

    private void awaitReady() throws IOException, InterruptedException {
        long deadline = timeline.nanos() + PATIENCE.toNanos();
        while (get("/healthz", "*/*").statusCode() != 200) {
            assertTrue(timeline.nanos() < deadline, "not ready in time; log:\n" + log);
            var pause = new CountDownLatch(1);
            timeline.after(Duration.ofMillis(20), pause::countDown);
            pause.await();
        }
    }
}

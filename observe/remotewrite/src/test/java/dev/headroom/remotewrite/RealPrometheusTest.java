package dev.headroom.remotewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.config.PrometheusConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.files.OsDisk;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.timeline.WallTimeline;
import dev.headroom.tsdb.Exemplars;
import dev.headroom.tsdb.Storage;
import dev.headroom.tsdb.StorageOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Sends to the real program, as packaged by Debian, which goes away and comes back meanwhile: its answers are what is
/// stored here.
class RealPrometheusTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SERIES = 50;

    @TempDir
    private Path folder = Path.of(".");

    private final Vertx vertx = Vertx.vertx();
    private final WallTimeline timeline = new WallTimeline();
    private final HttpClients clients = new HttpClients(vertx);
    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<Process> prometheus = Optional.empty();

    @SuppressWarnings("NullAway.Init") // set before each test
    private Storage storage;

    @SuppressWarnings("NullAway.Init") // set before each test
    private RemoteWrites remote;

    private int port;
    private double value;

    @BeforeEach
    void start() throws IOException {
        port = freePort();
        open();
    }

    @AfterEach
    void stop() throws Exception {
        remote.close();
        storage.close();
        kill();
        http.close();
        clients.close();
        timeline.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void open() {
        storage = Storage.open(new OsDisk(), folder.resolve("data"),
                new Storage.Surroundings(StorageOptions.defaults().withSegmentBytes(20_000), timeline, _ -> {}));
        remote = new RemoteWrites(
                new RemoteWrites.Stored(
                        storage.log(), new Exemplars(100), new OsDisk(), folder.resolve("data/remote"), List::of),
                new HttpRemoteSender(clients, timeline),
                timeline);
        var config = PrometheusConfig.parse("prometheus.yml", """
                global: {external_labels: {region: eu}}
                remote_write:
                  - url: http://127.0.0.1:%d/api/v1/write
                    send_native_histograms: true
                    queue_config: {batch_send_deadline: 200ms, max_samples_per_send: 70, max_backoff: 500ms,
                                   min_shards: 3}
                """.formatted(port), _ -> "");
        remote.sync(config.remoteWrite(), config.global().externalLabels());
    }

    private void launch() throws IOException, InterruptedException {
        var program = Stream.of("/usr/bin/prometheus", "/usr/local/bin/prometheus")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "needs prometheus: apt install prometheus");
        var configuration = Files.writeString(folder.resolve("prometheus.yml"), "global: {}\n");
        prometheus = Optional.of(new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("prometheus"),
                        "--web.enable-remote-write-receiver",
                        "--enable-feature=native-histograms",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("prometheus.log").toFile()))
                .start());
    }

    private void kill() throws InterruptedException {
        if (prometheus.isPresent()) {
            prometheus.get().destroyForcibly();
            assertTrue(prometheus.get().waitFor(10, TimeUnit.SECONDS));
        }
    }

    private void scrape(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            var batch = storage.appender();
            for (int series = 0; series < SERIES; series++) {
                double sample = value++ % 7 == 6 ? Double.longBitsToDouble(Samples.STALE_BITS) : value / 3;
                batch.append(Labels.of(Labels.NAME, "metric", "host", "h" + series, "größe", "\"q\\"),
                        timeline.now().toEpochMilli(), sample);
            }
            var buckets = new BucketCounts(new int[] {-1, 0, 4}, new double[] {1, 2, i + 1});
            batch.append(
                    Labels.of(Labels.NAME, "native"),
                    timeline.now().toEpochMilli(),
                    new FloatHistogram(FloatHistogram.CounterReset.GAUGE, 1, 0.001, 1, i + 5, 7.5, buckets,
                            BucketCounts.adjacent(2, 1), List.of()));
            batch.commit();
            Thread.sleep(20);
        }
    }

    @Test
    void aRealPrometheusHasWhatIsStoredHere() throws Exception {
        launch();
        scrape(30);
        kill();
        scrape(30);
        launch();
        scrape(30);
        remote.close();
        storage.close();
        open();
        scrape(30);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (remote.queues().getFirst().samples().pending() > 0 && System.nanoTime() < until) {
            Thread.sleep(50);
        }
        assertEquals(0, remote.queues().getFirst().samples().failed(), remote.queues()::toString);
        assertEquals(120 * SERIES, here(Long.MIN_VALUE, true).values().stream().mapToInt(Map::size).sum());
        assertEquals(here(Long.MIN_VALUE, false), there("metric[1h]", "values"));
        assertEquals(current().keySet(), there("metric", "value").keySet());
        assertTrue(current().size() < SERIES, "some series are stale");
        // What Prometheus 2.42 says about buckets: boundaries, bounds, count.
        var histogram = answer("native").path("data").path("result").path(0).path("histogram").path(1);
        assertEquals("34", histogram.path("count").asString(""), histogram.toString());
        assertEquals("7.5", histogram.path("sum").asString(""), histogram.toString());
        assertEquals(
                "[[1,\"-2\",\"-1.414213562373095\",\"1\"],[3,\"-0.001\",\"0.001\",\"1\"],"
                        + "[0,\"0.5\",\"0.7071067811865475\",\"1\"],[0,\"0.7071067811865475\",\"1\",\"2\"],"
                        + "[0,\"2.82842712474619\",\"4\",\"30\"]]",
                histogram.path("buckets").toString());
    }

    /// What is stored here, with the external labels.
    private NavigableMap<Labels, NavigableMap<Long, Double>> here(long from, boolean stale) {
        var all = new TreeMap<Labels, NavigableMap<Long, Double>>();
        for (var series : storage.select(from, Long.MAX_VALUE, List.of())) {
            if (series.labels().value(Labels.NAME).equals("native")) {
                continue;
            }
            var samples = new TreeMap<Long, Double>();
            for (int i = 0; i < series.samples().size(); i++) {
                if (stale || !Samples.isStale(series.samples().value(i))) {
                    samples.put(series.samples().timestamp(i), series.samples().value(i));
                }
            }
            all.put(series.labels().with("region", "eu"), samples);
        }
        return all;
    }

    /// The series whose newest sample is no stale marker.
    private NavigableMap<Labels, NavigableMap<Long, Double>> current() {
        var all = here(Long.MIN_VALUE, true);
        all.values().removeIf(samples -> Samples.isStale(samples.lastEntry().getValue()));
        return all;
    }

    private JsonNode answer(String query) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/query?query="
                        + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .build();
        return JsonMapper.shared().readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private NavigableMap<Labels, NavigableMap<Long, Double>> there(String query, String field) throws Exception {
        var all = new TreeMap<Labels, NavigableMap<Long, Double>>();
        for (var series : answer(query).path("data").path("result")) {
            var labels = new HashMap<String, String>();
            series.path("metric").properties().forEach(label ->
                    labels.put(label.getKey(), label.getValue().asString("")));
            var samples = new TreeMap<Long, Double>();
            if (field.equals("values")) {
                series.path("values").forEach(point -> samples.put(
                        Math.round(point.get(0).asDouble() * 1000), Double.valueOf(point.get(1).asString(""))));
            }
            all.put(Labels.of(labels), samples);
        }
        return all;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

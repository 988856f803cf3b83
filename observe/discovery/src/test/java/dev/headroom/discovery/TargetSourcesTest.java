package dev.headroom.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Group;
import dev.headroom.timeline.VirtualTimeline;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetSourcesTest {

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.EPOCH);
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger changes = new AtomicInteger();
    private final TargetSources sources =
            new TargetSources(timeline, new HttpClients(vertx), changes::incrementAndGet);

    @TempDir
    private Path folder = Path.of(".");

    @AfterEach
    void close() {
        sources.close();
        vertx.close();
    }

    private SdConfig file(String name) {
        var config = new SdConfig.File(List.of(folder.resolve(name).toString()), Duration.ofMinutes(5));
        sources.sync(List.of(config));
        return config;
    }

    @Test
    void aChangedFileCountsSoon() throws IOException {
        var file = Files.writeString(folder.resolve("a.json"), "[{\"targets\": [\"a:1\"]}]");
        var config = file("*.json");
        timeline.advance(Duration.ofSeconds(2));
        assertEquals(
                List.of(new Group(List.of("a:1"), Map.of("__meta_filepath", file.toString()))),
                sources.groups(config));
        Files.writeString(file, "[{\"targets\": [\"a:1\", \"b:2\"], \"labels\": {\"team\": \"x\"}}]");
        timeline.advance(Duration.ofSeconds(2));
        assertEquals(List.of("a:1", "b:2"), sources.groups(config).getFirst().targets());
        assertEquals(2, changes.get());
    }

    @Test
    void aBrokenFileKeepsItsTargets() throws IOException {
        var file = Files.writeString(folder.resolve("a.yml"), "- targets: [a:1]");
        var config = file("a.yml");
        timeline.advance(Duration.ofSeconds(2));
        Files.writeString(file, "- targets: a:1 and more");
        timeline.advance(Duration.ofSeconds(2));
        assertEquals(List.of("a:1"), sources.groups(config).getFirst().targets());
    }

    @Test
    void aServerOfTargetsIsAskedAndItsFailureChangesNothing() throws Exception {
        var answers = new AtomicInteger();
        var server = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(answers.getAndIncrement() == 0 ? 200 : 500)
                        .putHeader("Content-Type", "application/json")
                        .end("[{\"targets\": [\"" + request.getHeader("Authorization") + "\"]}]"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        var http = new HttpClientConfig(
                new HttpClientConfig.Credentials.Typed("Bearer", new HttpClientConfig.Secret("abc", "")),
                HttpClientConfig.TlsConfig.PLAIN,
                Map.of(),
                true,
                true);
        var url = "http://127.0.0.1:" + server.actualPort() + "/targets";
        var config = new SdConfig.Http(url, Duration.ofSeconds(30), http);
        sources.sync(List.of(config));
        timeline.advance(Duration.ofSeconds(1));
        assertEquals(
                List.of(new Group(List.of("Bearer abc"), Map.of("__meta_url", url))), sources.groups(config));
        timeline.advance(Duration.ofSeconds(30));
        assertEquals(1, sources.groups(config).size());
        assertTrue(sources.troubles().getFirst().contains("got 500"), sources.troubles().toString());
    }
}

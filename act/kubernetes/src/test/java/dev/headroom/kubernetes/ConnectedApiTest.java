package dev.headroom.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ConnectedApiTest {

    @TempDir
    private Path folder;

    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private volatile String token = "old";
    private volatile boolean mute;

    /// Knows who has the token, and says nothing at all while it is mute.
    @BeforeEach
    void anApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                if (mute || exchange.getRequestURI().getPath().equals("/slow")) {
                    await();
                }
                var asked = exchange.getRequestHeaders().getFirst("Authorization");
                boolean known = ("Bearer " + token).equals(asked);
                var body = "{}".getBytes(StandardCharsets.UTF_8);
                boolean watch = exchange.getRequestURI().getPath().equals("/watch");
                exchange.sendResponseHeaders(known ? 200 : 401, watch && known ? 0 : body.length);
                if (watch && known) {
                    exchange.getResponseBody().flush();
                    await();
                }
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        kubeconfig("old");
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void noServer() {
        end.countDown();
        server.stop(0);
    }

    private Path kubeconfig(String with) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server.getAddress().getPort(), with));
    }

    private ConnectedApi connected() {
        return ConnectedApi.of(ClusterAccess.find(Optional.of(folder.resolve("kubeconfig"))));
    }

    private static Request quick(String path) {
        return new Request(Request.Verb.READ, path, Optional.empty(), Duration.ofMillis(300));
    }

    private static void comes(BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; tries < 300 && !condition.getAsBoolean(); tries++) {
            Thread.sleep(50);
        }
        assertTrue(condition.getAsBoolean());
    }

    @Test
    void whatIsReplacedOnDiskIsUsedWithoutARestart() throws Exception {
        try (var api = connected()) {
            assertInstanceOf(Answer.Done.class, api.send(Request.read("/api")));
            token = "new";
            assertInstanceOf(Answer.Refused.class, api.send(Request.read("/api")));
            assertEquals(0, api.renewals(), "the file still says what it said");
            kubeconfig("new");
            comes(() -> api.send(Request.read("/api")).isDone());
        }
    }

    @Test
    void aFileThatCannotBeReadChangesNothing() throws Exception {
        try (var api = connected()) {
            Files.writeString(folder.resolve("kubeconfig"), "half a");
            token = "new";
            assertFalse(api.send(Request.read("/api")).isDone());
            token = "old";
            comes(() -> api.send(Request.read("/api")).isDone());
            assertEquals(0, api.renewals());
        }
    }

    @Test
    void aConnectionThatSaysNothingIsLeftAndItsWatchesAreToldSo() throws Exception {
        try (var api = connected()) {
            var opened = new CompletableFuture<Boolean>();
            var ended = new CompletableFuture<String>();
            api.watch("/watch", new KubernetesApi.WatchSink() {
                @Override
                public void opened() {
                    opened.complete(true);
                }

                @Override
                public void event(WatchEvent event) {}

                @Override
                public void ended(String why) {
                    ended.complete(why);
                }
            });
            assertTrue(opened.get(10, TimeUnit.SECONDS));
            mute = true;
            assertInstanceOf(Answer.Unanswered.class, api.send(quick("/api")));
            comes(() -> api.renewals() == 1);
            assertTrue(ended.get(10, TimeUnit.SECONDS).contains("nothing is heard"));
            mute = false;
            assertInstanceOf(Answer.Done.class, api.send(Request.read("/api")));
        }
    }

    @Test
    void aServerThatIsSlowButThereIsNotLeft() throws Exception {
        try (var api = connected()) {
            assertInstanceOf(Answer.Unanswered.class, api.send(quick("/slow")));
            Thread.sleep(500);
            assertEquals(0, api.renewals());
        }
    }

    @Test
    void aServerThatIsNotThereIsAskedAgainOverTheSameClient() throws Exception {
        try (var api = connected()) {
            server.stop(0);
            assertInstanceOf(Answer.Unanswered.class, api.send(Request.read("/api")));
            Thread.sleep(300);
            assertEquals(0, api.renewals());
        }
    }
}

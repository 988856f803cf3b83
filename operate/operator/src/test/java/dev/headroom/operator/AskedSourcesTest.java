package dev.headroom.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.sun.net.httpserver.HttpServer;
import dev.headroom.scalers.Scalers;
import dev.headroom.timeline.WallTimeline;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.Trigger;
import dev.headroom.triggers.TriggerConfig;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Triggers whose server is this program, under a name that nobody resolves here.
class AskedSourcesTest {

    private static final String SERVICE = "http://prometheus-server.default.svc.cluster.local:80";

    private final Vertx vertx = Vertx.vertx();
    private final Scalers scalers = new Scalers(vertx);
    private HttpServer server;
    private WallTimeline timeline;

    @BeforeEach
    void here() throws IOException {
        timeline = new WallTimeline();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/query", exchange -> {
            try (exchange) {
                var query = exchange.getRequestURI().getQuery();
                var value = query.startsWith("query=avg(inference_queue_len)&") ? "7" : "0";
                var body = ("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},"
                                + "\"value\":[1,\"" + value + "\"]}]}}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        scalers.close();
        timeline.close();
        vertx.close().await();
    }

    private static Trigger trigger(String address) {
        return Trigger.of(TriggerConfig.of("prometheus", 0, "", Map.of(
                "serverAddress", address, "query", "avg(inference_queue_len)", "threshold", "20")));
    }

    private AskedSources sources() {
        var url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new AskedSources(
                scalers, timeline, new AskedSources.Here(each -> each.serverAddress().equals(SERVICE), url));
    }

    @Test
    void aTriggerThatMeansThisProgramIsAskedOfItDirectly() {
        var number = assertInstanceOf(Reading.Number.class, sources().ask(trigger(SERVICE)));
        assertEquals(7, number.value());
    }

    @Test
    void aTriggerOfAnotherServerIsAskedThere() {
        var nobody = trigger("http://127.0.0.1:1");
        assertInstanceOf(Reading.Failed.class, sources().ask(nobody));
    }
}

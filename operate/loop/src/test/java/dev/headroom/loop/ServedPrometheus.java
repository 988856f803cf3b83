package dev.headroom.loop;

import dev.headroom.api.ApiRequest;
import dev.headroom.api.PrometheusApi;
import dev.headroom.api.QueryEndpoints;
import dev.headroom.api.SeriesEndpoints;
import dev.headroom.config.HttpClientConfig;
import dev.headroom.discovery.HttpClients;
import dev.headroom.promql.Parser;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.remote.HttpApi;
import dev.headroom.remote.RemotePrometheus;
import dev.headroom.remote.ServerAddress;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A Prometheus at an address of its own: our HTTP API over samples that a test writes.
final class ServedPrometheus implements AutoCloseable {

    private final VirtualTimeline timeline;
    private final Head head = new Head(HeadOptions.defaults());
    private final PrometheusApi api = new PrometheusApi();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClients clients = new HttpClients(vertx);
    private final HttpServer server;
    final List<String> asked = new ArrayList<>();

    ServedPrometheus(Instant now) {
        timeline = new VirtualTimeline(now);
        new QueryEndpoints(options -> new Engine(head, options, timeline), EngineOptions.defaults(), timeline)
                .addTo(api);
        new SeriesEndpoints(head, head.exemplars()).addTo(api);
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    private void answer(HttpServerRequest request, Buffer body) {
        var path = String.valueOf(request.path());
        asked.add(path);
        var answer = api.answer(
                new ApiRequest(request.method().name(), path, "", body.toString(), Map.of()));
        request.response().setStatusCode(answer.status()).end(answer.body());
    }

    void sample(String series, int secondsAgo, double value) {
        var appender = head.appender();
        appender.append(
                Parser.labels(series), timeline.now().minusSeconds(secondsAgo).toEpochMilli(), value);
        appender.commit();
    }

    /// A client of it.
    RemotePrometheus client() {
        var address = new ServerAddress("http://127.0.0.1:" + server.actualPort(), HttpClientConfig.PLAIN);
        return new RemotePrometheus(new HttpApi(clients, address, Duration.ofSeconds(10)));
    }

    /// Stops answering.
    void stop() {
        server.close().await();
    }

    @Override
    public void close() {
        clients.close();
        vertx.close().await();
    }
}

package dev.headroom.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headroom.api.ApiRequest;
import dev.headroom.api.PrometheusApi;
import dev.headroom.api.QueryEndpoints;
import dev.headroom.model.Labels;
import dev.headroom.model.Samples;
import dev.headroom.programs.GoModule;
import dev.headroom.programs.GoTool;
import dev.headroom.promql.Syntax;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.timeline.WallTimeline;
import dev.headroom.tsdb.Head;
import dev.headroom.tsdb.HeadOptions;
import dev.headroom.tsdb.SampleSink.Append;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random queries over random series, answered by a real Prometheus 3.14 and by this engine, both over HTTP.
/// `-Dheadroom.seed=N` repeats a run, `-Dheadroom.queries=N` says how many it has, `-Dheadroom.query=EXPR` asks that
/// one at many times.
class QueryFuzzTest {

    private static final String TOOL = "github.com/prometheus/prometheus/cmd/prometheus";
    private static final int SHOWN = 10;

    @TempDir
    private Path folder = Path.of(".");

    private final HttpClient http = HttpClient.newHttpClient();
    private String theirs = "";
    private String ours = "";

    @Test
    void bothAnswerTheSame() throws IOException {
        assumeTrue(System.getProperty("headroom.peers", "off").equals("on"), "needs -Ppeers");
        GoTool.missing().ifPresent(why -> {
            throw new AssertionError(why);
        });
        long seed = Long.getLong("headroom.seed", new Random().nextLong());
        var random = new Random(seed);
        var series = RandomSeries.of(random);
        var module = Path.of(System.getProperty("headroom.root", "../..")).resolve("prove/peers/go/prometheus");
        var program = new GoTool(GoModule.in(module), TOOL, "prometheus").program();
        var server = served(series);
        var features = List.of("promql-experimental-functions");
        try (var timeline = new WallTimeline();
                var prometheus = new RealPrometheus(program, folder, features, timeline)) {
            prometheus.write(series);
            theirs = prometheus.url();
            ours = "http://127.0.0.1:" + server.getAddress().getPort();
            assertEquals(List.of(), differences(random, seed));
        } finally {
            server.stop(0);
            http.close();
        }
    }

    private List<String> differences(RandomGenerator random, long seed) {
        var differences = new ArrayList<String>();
        int queries = Integer.getInteger("headroom.queries", 3000);
        for (int i = 0; i < queries && differences.size() < SHOWN; i++) {
            var asked = asked(random);
            if (difference(asked).isPresent()) {
                var smallest = Shrinking.smallest(asked, each -> difference(each).isPresent());
                differences.add("\n" + smallest + "\n  " + difference(smallest).orElse("") + "\n  repeat with ./mvnw"
                        + " -Ppeers -pl :peers -am verify -Dtest=QueryFuzzTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dheadroom.seed=" + seed + " -Dheadroom.query='" + smallest.query() + "'");
            }
        }
        return differences;
    }

    private static Asked asked(RandomGenerator random) {
        var made = RandomQuery.of(random);
        var query = System.getProperty("headroom.query", made);
        var at = RandomSeries.START.plusMillis(random.nextLong(Duration.ofMinutes(RandomSeries.MINUTES).toMillis()));
        return random.nextInt(3) == 0
                ? new Asked(query, at, Optional.of(1 + random.nextInt(20)), one(random, 5, 15, 60, 130))
                : new Asked(query, at, Optional.empty(), 0);
    }

    private static int one(RandomGenerator random, int... of) {
        return of[random.nextInt(of.length)];
    }

    private Optional<String> difference(Asked asked) {
        return ask(theirs, asked).difference(ask(ours, asked));
    }

    private Answer ask(String url, Asked asked) {
        var request = HttpRequest.newBuilder(URI.create(url + asked.path()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(asked.form()))
                .build();
        try {
            return Answer.of(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failure) {
            throw new AssertionError(asked + " at " + url, failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
        }
    }

    /// Our HTTP API over the same series, with experimental functions as the other side has them.
    private static HttpServer served(Map<Labels, Samples> series) throws IOException {
        var timeline = new VirtualTimeline(RandomSeries.START);
        var head = new Head(HeadOptions.defaults());
        series.forEach((labels, samples) -> store(head, labels, samples));
        var defaults = EngineOptions.defaults();
        var options = new EngineOptions(
                defaults.lookback(), defaults.subqueryStep(), Syntax.EXPERIMENTAL, false, false, defaults.limits());
        var api = new PrometheusApi();
        new QueryEndpoints(wanted -> new Engine(head, wanted, timeline), options, timeline)
                .addTo(api);
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, api));
        server.start();
        return server;
    }

    private static void store(Head head, Labels labels, Samples samples) {
        var batch = head.appender();
        for (int i = 0; i < samples.size(); i++) {
            var histogram = samples.histogram(i);
            var stored = histogram == null
                    ? batch.append(labels, samples.timestamp(i), samples.value(i))
                    : batch.append(labels, samples.timestamp(i), histogram);
            assertEquals(Append.STORED, stored, () -> "a sample of " + labels);
        }
        batch.commit();
    }

    private static void answer(HttpExchange exchange, PrometheusApi api) throws IOException {
        try (exchange) {
            var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var answer = api.answer(new ApiRequest(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), "", form,
                    Map.of("Content-Type", "application/x-www-form-urlencoded")));
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}

package dev.headroom.server;

import dev.headroom.api.ApiException;
import dev.headroom.api.Parameters;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionJson;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.loop.Event;
import dev.headroom.processes.ServiceStatus;
import dev.headroom.records.DecisionHistory.Entry;
import dev.headroom.records.DecisionHistory.Request;
import dev.headroom.records.DecisionHistory;
import dev.headroom.records.PastDecisions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// `/api/headroom/v1`: the state of the loop, its decisions and events, and what the page shows.
///
/// | path | parameters | answers |
/// |---|---|---|
/// | `status` | | autoscalers, pods, Services, alerts, troubles, the run |
/// | `decisions` | `autoscaler`, `last`, `from`, `to` | the newest decisions (of that time), oldest first |
/// | `explain` | `name`, `last`, `at`, `since`, `verbose` | a decision in words |
/// | `hpas` | | autoscalers and their events as the Kubernetes API has them |
/// | `events` | `last` | the newest events, oldest first |
/// | `panels` | `autoscaler` | the charts of the page, as queries |
/// | `stream` | | server-sent events `status`, `decision`, `event` |
final class HeadroomApi implements HttpSurface.Part {

    /// Decisions kept in memory (limit `decisions`), and the most of one answer; older ones are on disk.
    static final int DECISIONS = Explanations.DECISIONS;

    private static final String PREFIX = "/api/headroom/v1/";
    private static final int DEFAULT_LAST = 100;

    private final LoopState state;
    private final Timelog<DecisionRecord> decisions;
    private final DecisionHistory history;
    private final EventLog events;
    private final EventStream stream;
    private final Duration scrapeInterval;
    private final Map<String, Endpoint> endpoints = new TreeMap<>();

    private interface Endpoint {
        Object answer(Parameters parameters);
    }

    /// What the loop told: the newest decisions, those on disk, and events.
    record Told(Timelog<DecisionRecord> decisions, DecisionHistory history, EventLog events) {}

    /// Decisions in memory, and those on disk.
    private final class Both implements PastDecisions {

        @Override
        public List<Entry> newest(String autoscaler) {
            return decisions.newest(DECISIONS).stream()
                    .filter(entry -> entry.value().autoscaler().equals(autoscaler))
                    .map(entry -> new Entry(entry.id(), entry.value()))
                    .toList();
        }

        @Override
        public List<Entry> read(Request request) throws IOException {
            return history.read(request);
        }
    }

    HeadroomApi(
            LoopState state,
            Told told,
            EventStream stream,
            Duration scrapeInterval) {
        this.state = state;
        this.decisions = told.decisions();
        this.history = told.history();
        this.events = told.events();
        this.stream = stream;
        this.scrapeInterval = scrapeInterval;
        var explanations = new Explanations(state::loops, new Both(), state::now);
        endpoints.put("status", _ -> state.status());
        endpoints.put("decisions", this::decisions);
        endpoints.put("explain", explanations::explain);
        endpoints.put("events", this::events);
        var hpas = new HpaViews(state.loops(), told.events(), state.startedAt());
        endpoints.put("hpas", _ -> hpas.all(state.now()));
        endpoints.put("panels", this::panels);
        decisions.listen(entry -> stream.send("decision", Json.text(DecisionJson.of(entry.id(), entry.value()))));
        events.listen(entry -> stream.send("event", Json.text(json(entry))));
    }

    /// Tells everybody who listens how things are.
    void publishStatus() {
        stream.send("status", Json.text(state.status()));
    }

    @Override
    public void handle(HttpServerRequest request) {
        var path = Objects.requireNonNullElse(request.path(), "").substring(PREFIX.length());
        if (path.equals("stream")) {
            stream.accept(request);
            return;
        }
        var endpoint = endpoints.get(path);
        if (endpoint == null) {
            Json.refuse(request, 404, "no such endpoint: " + PREFIX + path + "; expected one of "
                    + String.join(", ", endpoints.keySet()) + ", stream");
            return;
        }
        Thread.ofVirtual().name("headroom-api " + path).start(() -> answer(request, endpoint));
    }

    private static void answer(HttpServerRequest request, Endpoint endpoint) {
        try {
            Json.answer(request, endpoint.answer(Parameters.of("", Objects.requireNonNullElse(request.query(), ""))));
        } catch (ApiException wrong) {
            Json.refuse(request, wrong.status(), String.valueOf(wrong.getMessage()));
        }
    }

    private Object decisions(Parameters parameters) {
        var key = parameters.has("autoscaler")
                ? Optional.of(loop(parameters.text("autoscaler")).autoscaler().key())
                : Optional.<String>empty();
        if (parameters.has("from") || parameters.has("to")) {
            var request = new Request(
                    key,
                    parameters.time("from", Instant.EPOCH),
                    parameters.time("to", state.now()),
                    Math.min(last(parameters), DECISIONS));
            return Map.of(
                    "decisions",
                    recorded(request).stream()
                            .map(entry -> DecisionJson.of(entry.id(), entry.record()))
                            .toList());
        }
        var chosen = decisions.newest(DECISIONS).stream()
                .filter(entry -> key.map(entry.value().autoscaler()::equals).orElse(true))
                .toList();
        return Map.of(
                "decisions",
                newest(chosen, last(parameters)).stream()
                        .map(entry -> DecisionJson.of(entry.id(), entry.value()))
                        .toList());
    }

    private List<Entry> recorded(Request request) {
        try {
            return history.read(request);
        } catch (IOException failure) {
            throw new ApiException(500, "internal", "the record of decisions cannot be read: " + failure);
        }
    }

    private Object events(Parameters parameters) {
        return Map.of("events", events.newest(last(parameters)).stream().map(HeadroomApi::json).toList());
    }

    private static Map<String, Object> json(Timelog.Entry<Event> entry) {
        var event = entry.value();
        var json = new LinkedHashMap<String, Object>();
        json.put("id", entry.id());
        json.put("time", event.time());
        json.put("type", event.warning() ? "Warning" : "Normal");
        json.put("kind", event.kind());
        json.put("object", event.object());
        json.put("reason", event.reason());
        json.put("message", event.message());
        return json;
    }

    private Object panels(Parameters parameters) {
        var autoscaler = loop(parameters.text("autoscaler")).autoscaler();
        var services = state.cluster()
                .servicesOf(autoscaler.namespace(), autoscaler.target().name())
                .stream()
                .map(ServiceStatus::name)
                .toList();
        return new Panels(autoscaler, services, scrapeInterval).all();
    }

    private AutoscalerLoop loop(String name) {
        return Explanations.loop(state.loops(), name);
    }

    private static int last(Parameters parameters) {
        return parameters.count("last", DEFAULT_LAST);
    }

    private static <T> List<T> newest(List<T> all, int count) {
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}

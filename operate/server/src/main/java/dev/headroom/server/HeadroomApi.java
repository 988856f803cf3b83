package dev.headroom.server;

import dev.headroom.api.ApiException;
import dev.headroom.api.Parameters;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionJson;
import dev.headroom.explain.DecisionText;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.loop.Event;
import dev.headroom.processes.ServiceStatus;
import dev.headroom.records.DecisionHistory.Entry;
import dev.headroom.records.DecisionHistory.Request;
import dev.headroom.records.DecisionHistory;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    static final int DECISIONS = 5_000;

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
        endpoints.put("status", _ -> state.status());
        endpoints.put("decisions", this::decisions);
        endpoints.put("explain", this::explain);
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

    private Object explain(Parameters parameters) {
        var key = loop(parameters.text("name")).autoscaler().key();
        var chosen = chosen(key, parameters);
        boolean verbose = parameters.text("verbose").equals("true");
        int last = parameters.has("last") ? last(parameters) : parameters.has("since") ? DECISIONS : 0;
        var lines = new ArrayList<String>();
        for (var record : LoopState.telling(chosen.stream().map(Entry::record).toList(), last)) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(verbose ? DecisionText.chain(record) : DecisionText.explain(record));
        }
        var newest = chosen.getLast();
        return Map.of("lines", lines, "decision", DecisionJson.of(newest.id(), newest.record()));
    }

    /// The decisions to choose from, oldest first, never none.
    private List<Entry> chosen(String key, Parameters parameters) {
        if (parameters.has("at")) {
            var at = parameters.time("at");
            return some(
                    recorded(new Request(Optional.of(key), Instant.EPOCH, at, 1)),
                    key + ": expected a decision at or before " + at + ", got none on record");
        }
        if (parameters.has("since")) {
            var since = parameters.time("since");
            return some(
                    recorded(new Request(Optional.of(key), since, state.now(), DECISIONS)),
                    key + ": expected a decision since " + since + ", got none on record");
        }
        return some(
                decisions.newest(DECISIONS).stream()
                        .filter(entry -> entry.value().autoscaler().equals(key))
                        .map(entry -> new Entry(entry.id(), entry.value()))
                        .toList(),
                key + ": expected a decision, got none yet; ask again in a moment");
    }

    private static List<Entry> some(List<Entry> entries, String otherwise) {
        if (entries.isEmpty()) {
            throw new ApiException(404, "not_found", otherwise);
        }
        return entries;
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

    /// The loop of the autoscaler with that name, as `name` or `namespace/name`.
    private AutoscalerLoop loop(String name) {
        return state.loops().stream()
                .filter(loop -> loop.autoscaler().name().equals(name)
                        || loop.autoscaler().key().equals(name))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        404,
                        "not_found",
                        "autoscaler: expected one that runs (" + String.join(
                                        ", ",
                                        state.loops().stream()
                                                .map(loop -> loop.autoscaler().name())
                                                .toList())
                                + "), got \"" + name + '"'));
    }

    private static int last(Parameters parameters) {
        return parameters.count("last", DEFAULT_LAST);
    }

    private static <T> List<T> newest(List<T> all, int count) {
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}

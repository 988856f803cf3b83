package dev.headroom.server;

import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionJson;
import dev.headroom.explain.DecisionText;
import dev.headroom.processes.ServiceStatus;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
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
/// | `decisions` | `autoscaler`, `last` | the newest decisions, oldest first |
/// | `explain` | `name`, `last`, `verbose` | the newest decision in words |
/// | `events` | `last` | the newest events, oldest first |
/// | `panels` | `autoscaler` | the charts of the page, as queries |
/// | `stream` | | server-sent events `status`, `decision`, `event` |
final class HeadroomApi implements HttpSurface.Part {

    /// Decisions kept in memory (limit `decisions`).
    static final int DECISIONS = 20_000;

    private static final String PREFIX = "/api/headroom/v1/";
    private static final int DEFAULT_LAST = 100;

    private final LoopState state;
    private final Timelog<DecisionRecord> decisions;
    private final EventLog events;
    private final EventStream stream;
    private final Duration scrapeInterval;
    private final Map<String, Endpoint> endpoints = new TreeMap<>();

    private interface Endpoint {
        Object answer(ApiParameters parameters);
    }

    HeadroomApi(
            LoopState state,
            Timelog<DecisionRecord> decisions,
            EventLog events,
            EventStream stream,
            Duration scrapeInterval) {
        this.state = state;
        this.decisions = decisions;
        this.events = events;
        this.stream = stream;
        this.scrapeInterval = scrapeInterval;
        endpoints.put("status", _ -> state.status());
        endpoints.put("decisions", this::decisions);
        endpoints.put("explain", this::explain);
        endpoints.put("events", this::events);
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
            Json.answer(request, endpoint.answer(new ApiParameters(request.params())));
        } catch (ApiException wrong) {
            Json.refuse(request, wrong.status(), String.valueOf(wrong.getMessage()));
        }
    }

    private Object decisions(ApiParameters parameters) {
        var key = parameters.has("autoscaler")
                ? Optional.of(loop(parameters.text("autoscaler")).autoscaler().key())
                : Optional.<String>empty();
        var chosen = decisions.newest(DECISIONS).stream()
                .filter(entry -> key.map(entry.value().autoscaler()::equals).orElse(true))
                .toList();
        return Map.of(
                "decisions",
                newest(chosen, last(parameters)).stream()
                        .map(entry -> DecisionJson.of(entry.id(), entry.value()))
                        .toList());
    }

    private Object explain(ApiParameters parameters) {
        var key = loop(parameters.text("name")).autoscaler().key();
        var chosen = decisions.newest(DECISIONS).stream()
                .filter(entry -> entry.value().autoscaler().equals(key))
                .toList();
        if (chosen.isEmpty()) {
            throw new ApiException(
                    404, "not_found", key + ": expected a decision, got none yet; ask again in a moment");
        }
        boolean verbose = parameters.text("verbose").equals("true");
        int last = parameters.has("last") ? last(parameters) : 0;
        var lines = new ArrayList<String>();
        for (var record : LoopState.telling(chosen.stream().map(Timelog.Entry::value).toList(), last)) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(verbose ? DecisionText.chain(record) : DecisionText.explain(record));
        }
        var newest = chosen.getLast();
        return Map.of("lines", lines, "decision", DecisionJson.of(newest.id(), newest.value()));
    }

    private Object events(ApiParameters parameters) {
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

    private Object panels(ApiParameters parameters) {
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

    private static int last(ApiParameters parameters) {
        return parameters.count("last", DEFAULT_LAST);
    }

    private static <T> List<T> newest(List<T> all, int count) {
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}

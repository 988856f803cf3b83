package dev.headroom.replay;

import dev.headroom.keda.Sources;
import dev.headroom.scalers.Scalers;
import dev.headroom.triggers.PrometheusTrigger;
import dev.headroom.triggers.Reading;
import dev.headroom.triggers.Trigger;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Prometheus servers that answer as scripted, by query, and count their requests; other triggers are asked for real.
final class RecordedSources implements Sources {

    private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}";

    private final JsonNode scripts;
    private final Instant now;
    private final Map<String, Integer> queries = new TreeMap<>();

    RecordedSources(JsonNode scripts, Instant now) {
        this.scripts = scripts;
        this.now = now;
    }

    Map<String, Integer> queries() {
        return Map.copyOf(queries);
    }

    @Override
    public Reading ask(Trigger trigger) {
        var answer = JsonNodeFactory.instance.objectNode();
        if (trigger instanceof PrometheusTrigger prometheus) {
            queries.merge(prometheus.query(), 1, Integer::sum);
            var script = scripts.path(prometheus.query());
            answer.put("status", script.path("httpStatus").asInt(200));
            answer.put("body", script.path("empty").asBoolean(false)
                    ? EMPTY
                    : EMPTY.replace(
                            "[]",
                            "[{\"metric\":{},\"value\":[0,\"" + script.path("value").asString("") + "\"]}]"));
        }
        return Scalers.over(new RecordedExchange(answer, ""), trigger).orElseThrow().read(now);
    }
}

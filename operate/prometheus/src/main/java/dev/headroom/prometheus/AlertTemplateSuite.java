package dev.headroom.prometheus;

import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import dev.headroom.recording.Suite;
import dev.headroom.rules.AlertTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the real template package of Prometheus makes of alert templates. The text is exact; of an error only that
/// there is one, and whether reading or running gave it.
final class AlertTemplateSuite implements Suite {

    private static final String ALERT = "Test";

    @Override
    public String name() {
        return "prometheus-template";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var template = line.path("template").asString("");
        var expected = expected(line);
        var got = got(line, template);
        return expected.equals(got)
                ? List.of()
                : List.of("template " + template + ": expected " + expected + ", got " + got);
    }

    private static String expected(JsonNode line) {
        return line.path("ok").asBoolean() ? "text " + line.path("text").asString("")
                : "error to " + line.path("stage").asString("");
    }

    private static String got(JsonNode line, String template) {
        if (AlertTemplate.error(ALERT, template).isPresent()) {
            return "error to parse";
        }
        var around = new AlertTemplate.Surroundings(
                RecordedLabels.of(line.path("labels")),
                RecordedLabels.number(line.path("value")),
                RecordedLabels.of(line.path("external_labels")),
                line.path("external_url").asString(""),
                Instant.ofEpochMilli(line.path("time_ms").asLong()),
                query -> elements(line.path("queries").path(query)));
        var text = AlertTemplate.expand(ALERT, template, around);
        return text.startsWith("<error expanding template: ") ? "error to execute" : "text " + text;
    }

    private static List<QueryResult.Element> elements(JsonNode answer) {
        if (answer.has("error")) {
            throw new PromqlException(PromqlException.Kind.EXECUTION, answer.path("error").asString(""));
        }
        var elements = new ArrayList<QueryResult.Element>();
        var samples = answer.isArray() ? answer : answer.path("result");
        samples.forEach(sample -> elements.add(
                new QueryResult.Element(
                        RecordedLabels.of(sample.path("labels")),
                        0,
                        RecordedLabels.number(sample.path("value")))));
        return elements;
    }
}

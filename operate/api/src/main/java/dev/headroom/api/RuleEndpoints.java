package dev.headroom.api;

import dev.headroom.rules.AlertState;
import dev.headroom.rules.AlertingRule;
import dev.headroom.rules.RecordingRule;
import dev.headroom.rules.RuleEvaluator;
import dev.headroom.rules.RuleStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/v1/rules` and `/api/v1/alerts`: how the rule groups fare.
public final class RuleEndpoints {

    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private final RuleEvaluator rules;

    public RuleEndpoints(RuleEvaluator rules) {
        this.rules = rules;
    }

    public void addTo(PrometheusApi api) {
        api.with("rules", this::rules).with("alerts", this::alerts);
    }

    private Endpoint.Data alerts(Parameters parameters) {
        return new Endpoint.Data(Json.text(Map.of(
                "alerts", rules.alerts().stream().map(RuleEndpoints::json).toList())));
    }

    private Endpoint.Data rules(Parameters parameters) {
        var type = parameters.text("type");
        if (!List.of("", "alert", "record").contains(type)) {
            throw ApiException.parameter("type", "not supported value \"" + type + '"');
        }
        var names = parameters.texts("rule_name[]");
        var groups = parameters.texts("rule_group[]");
        var files = parameters.texts("file[]");
        boolean withAlerts = !parameters.text("exclude_alerts").equals("true");
        var shown = rules.groups().stream()
                .filter(group -> groups.isEmpty() || groups.contains(group.group().name()))
                .filter(group -> files.isEmpty() || files.contains(group.group().file()))
                .map(group -> json(group, group.rules().stream()
                        .filter(rule -> names.isEmpty() || names.contains(rule.rule().name()))
                        .filter(rule -> type.isEmpty()
                                || type.equals("alert") == (rule.rule() instanceof AlertingRule))
                        .map(rule -> json(rule, withAlerts))
                        .toList()))
                .filter(group -> group.get("rules") instanceof List<?> left && (names.isEmpty() || !left.isEmpty()))
                .toList();
        return new Endpoint.Data(Json.text(Map.of("groups", shown)));
    }

    private static Map<String, Object> json(RuleStatus.Group group, List<Map<String, Object>> rules) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", group.group().name());
        json.put("file", group.group().file());
        json.put("rules", rules);
        json.put("interval", group.interval().toNanos() / 1e9);
        json.put("limit", group.group().limit());
        json.put("evaluationTime", group.evaluationTime().toNanos() / 1e9);
        json.put("lastEvaluation", time(group.lastEvaluation()));
        return json;
    }

    private static Map<String, Object> json(RuleStatus status, boolean withAlerts) {
        var json = new LinkedHashMap<String, Object>();
        switch (status.rule()) {
            case AlertingRule rule -> {
                json.put("state", status.state().word());
                json.put("name", rule.name());
                json.put("query", status.query());
                json.put("duration", rule.hold().toNanos() / 1e9);
                json.put("keepFiringFor", rule.keepFiringFor().toNanos() / 1e9);
                json.put("labels", rule.labels());
                json.put("annotations", rule.annotations());
                json.put("alerts", withAlerts
                        ? status.alerts().stream().map(RuleEndpoints::json).toList()
                        : List.of());
            }
            case RecordingRule rule -> {
                json.put("name", rule.name());
                json.put("query", status.query());
                json.put("labels", rule.labels());
            }
        }
        json.put("health", status.health().word());
        if (!status.lastError().isEmpty()) {
            json.put("lastError", status.lastError());
        }
        json.put("evaluationTime", status.evaluationTime().toNanos() / 1e9);
        json.put("lastEvaluation", time(status.lastEvaluation()));
        json.put("type", status.rule() instanceof AlertingRule ? "alerting" : "recording");
        return json;
    }

    private static Map<String, Object> json(AlertState alert) {
        var json = new LinkedHashMap<String, Object>();
        json.put("labels", alert.labels().asMap());
        json.put("annotations", alert.annotations());
        json.put("state", alert.phase().word());
        json.put("activeAt", alert.activeAt().toString());
        alert.keepFiringSince().ifPresent(since -> json.put("keepFiringSince", since.toString()));
        json.put("value", ApiText.scientific(alert.value()));
        return json;
    }

    private static String time(Optional<Instant> time) {
        return time.orElse(NEVER).toString();
    }
}

package dev.headroom.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.manifests.ManifestException;
import dev.headroom.model.LabelNaming;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFilesTest {

    private final RuleFiles files = new RuleFiles(
            LabelNaming.UTF8, expr -> expr.equals("sum(") ? Optional.of("1:5: unexpected end") : Optional.empty());

    @Test
    void groupsKeepTheirOrderAndTheirSettings() {
        var groups = files.read("rules.yaml", """
                groups:
                  - name: a
                    interval: 30s
                    limit: 10
                    labels: {team: x}
                    rules:
                      - {record: job:up:sum, expr: sum by (job) (up)}
                      - {alert: Down, expr: up == 0, for: 1m30s, labels: {severity: page}}
                  - name: b
                """);
        assertEquals(2, groups.size());
        assertEquals(Optional.of(Duration.ofSeconds(30)), groups.getFirst().interval());
        var alert = (AlertingRule) groups.getFirst().rules().getLast();
        assertEquals(Duration.ofSeconds(90), alert.hold());
        assertEquals(Map.of("team", "x", "severity", "page"), alert.labels());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{alert: A, record: b, expr: up}         | only one of",
                "{alert: A}                              | must be set in rule",
                "{alert: A, expr: 'sum('}                | 1:5: unexpected end",
                "{alert: A, expr: up, for: 5 min}        | a duration like 5m",
                "{alert: A, expr: up, wait: 5m}          | wait",
                "{record: a, expr: up, for: 5m}          | in recording rule",
                "{alert: A, expr: up, labels: {x: '{{'}} | template: __alert_A:1",
            })
    void whatIsWrongIsNamedWithItsPlace(String rule, String words) {
        var wrong = assertThrows(
                ManifestException.class,
                () -> files.read("rules.yaml", "groups:\n  - name: a\n    rules:\n      - " + rule + "\n"));
        var message = String.valueOf(wrong.getMessage());
        assertTrue(message.startsWith("rules.yaml:4:"), message);
        assertTrue(message.contains(words), message);
    }

    @Test
    void theExamplesAlertsLoad() {
        var groups = files.read(Path.of(System.getProperty("headroom.root"), "examples/inference/alerts.yaml"));
        assertEquals(2, groups.getFirst().rules().size());
    }
}

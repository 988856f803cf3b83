package dev.headroom.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SarifTest {

    private static final Example EXAMPLE =
            Example.of(Example.RESOURCES.resolve("rules/quantile-le/fails-trailing.yaml"));

    @Test
    void aResultHasItsRuleItsPlaceAndItsFix() {
        var log = Sarif.of(EXAMPLE.findings(), "0.1.0");
        assertEquals("2.1.0", log.path("version").asString());
        var run = log.path("runs").path(0);
        var result = run.path("results").path(0);
        assertEquals("quantile-le", result.path("ruleId").asString());
        assertEquals(
                "quantile-le",
                run.path("tool").path("driver").path("rules").path(result.path("ruleIndex").asInt()).path("id")
                        .asString());
        assertEquals("error", result.path("level").asString());
        var location = result.path("locations").path(0).path("physicalLocation");
        assertEquals("fails-trailing.yaml", location.path("artifactLocation").path("uri").asString());
        assertEquals(6, location.path("region").path("startLine").asInt());
        var change = result.path("fixes").path(0).path("artifactChanges").path(0).path("replacements").path(0);
        assertEquals(", le", change.path("insertedContent").path("text").asString());
        assertEquals(
                change.path("deletedRegion").path("startColumn").asInt(),
                change.path("deletedRegion").path("endColumn").asInt());
    }

    @Test
    void everyRuleIsDescribed() {
        var rules = Sarif.of(EXAMPLE.findings(), "0.1.0").path("runs").path(0).path("tool").path("driver")
                .path("rules");
        assertEquals(Check.rules().size(), rules.size());
    }

    @Test
    void jsonCountsTheFindings() {
        var json = FindingJson.of(EXAMPLE.findings());
        assertEquals(1, json.path("errors").asInt());
        assertEquals(0, json.path("warnings").asInt());
        assertEquals("fails-trailing.yaml", json.path("findings").path(0).path("file").asString());
    }
}

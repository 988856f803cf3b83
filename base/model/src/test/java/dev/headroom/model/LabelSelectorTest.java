package dev.headroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSelectorTest {

    @Test
    void allRequirementsMustHold() {
        var selector = LabelSelector.parse("tier in (front, back), app=web, !canary");

        assertEquals("app=web,!canary,tier in (back,front)", selector.toString());
        assertTrue(selector.matches(Map.of("app", "web", "tier", "front")));
        assertFalse(selector.matches(Map.of("app", "web", "tier", "front", "canary", "1")));
        assertFalse(selector.matches(Labels.of("app", "web")));
    }

    @Test
    void anAbsentSelectorSelectsNothingAndAnEmptyOneEverything() {
        assertFalse(LabelSelector.nothing().matches(Map.of()));
        assertTrue(LabelSelector.everything().matches(Map.of()));
    }

    @Test
    void theObjectFormPrintsAsTheAutoscalerPrintsIt() {
        var object = LabelSelectorObject.of(
                Map.of("app", "web"), List.of(new LabelSelectorObject.Expression("tier", "In", List.of("a", "b"))));

        assertEquals("app=web,tier in (a,b)", object.selector().toString());
        assertEquals(
                "&LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{"
                        + "LabelSelectorRequirement{Key:tier,Operator:In,Values:[a b],},},}",
                object.goString());
    }

    @Test
    void aTypingErrorIsNamed() {
        var wrong = assertThrows(LabelSelectorException.class, () -> LabelSelector.parse("app IN (web)"));

        assertEquals(
                "unable to parse requirement: found 'IN', expected: in, notin, =, ==, !=, gt, lt", wrong.getMessage());
    }

    @Test
    void agesPrintAsInTheAgeColumn() {
        assertEquals("95s", HumanDuration.of(Duration.ofSeconds(95)));
        assertEquals("3m20s", HumanDuration.of(Duration.ofSeconds(200)));
        assertEquals("2d3h", HumanDuration.of(Duration.ofHours(51)));
        assertEquals("1m", HumanDuration.shortOf(Duration.ofSeconds(95)));
    }
}

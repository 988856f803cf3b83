package dev.headroom.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.drafts.Severity;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {

    private static Told told(String message) {
        return new Told("rule", Severity.WARNING, "spec", message);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    @Test
    void aLongWarningGoesOnInTheNextOneWhereASentenceHasABreak() {
        var message = "x".repeat(150) + " " + "y".repeat(60) + "; do this instead " + "z".repeat(80);
        assertEquals(
                List.of(
                        "spec: " + "x".repeat(150) + " " + "y".repeat(60) + ";",
                        "... do this instead " + "z".repeat(80) + " [rule]"),
                Wording.warnings(List.of(told(message))));
    }

    @Test
    void noWarningIsLongerThanAnApiServerTakesAndNoneHoldsAControlCharacter() {
        var rocket = "\ud83d\ude80";
        for (var message : List.of("a".repeat(2000), rocket.repeat(900), "one two ".repeat(200), "a\n\tb\u0007c")) {
            for (var warning : Wording.warnings(List.of(told(message)))) {
                assertTrue(length(warning) <= Wording.WARNING_LENGTH, warning);
                assertTrue(warning.chars().noneMatch(Character::isISOControl), warning);
                assertTrue(!Character.isLowSurrogate(warning.charAt(warning.length() - 1)) || warning.endsWith(rocket));
            }
        }
    }

    @Test
    void whatDoesNotFitIsCounted() {
        var warnings = Wording.warnings(Collections.nCopies(60, told("w".repeat(180))));
        assertTrue(warnings.stream().mapToInt(WordingTest::length).sum() <= Wording.WARNINGS_LENGTH);
        assertEquals("and " + (61 - warnings.size()) + " more; headroom check tells all of them", warnings.getLast());
    }

    @Test
    void aRefusalTellsSomeErrorsAndCountsTheRest() {
        var lines = Wording.refusal(Collections.nCopies(25, told("wrong"))).lines().toList();
        assertEquals("25 errors", lines.getFirst());
        assertEquals("  and 5 more", lines.get(21));
        assertEquals("(where this is meant: annotation check.headroom.dev/ignore: rule)", lines.getLast());
    }
}

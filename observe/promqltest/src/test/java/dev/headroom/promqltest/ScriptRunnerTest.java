package dev.headroom.promqltest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptRunnerTest {

    private static final String DATA = """
            # Two series, a minute apart.
            load 1m
              up{job="a"} 1 2 3
              up{job="b"} 10x5

            """;

    @Test
    void aScriptThatIsRightPassesWhole() {
        var outcomes = run(DATA + """
                eval instant at 1m up
                  expect warn regex: newest
                  up{job="a"} 2
                  up{job="b"} 10

                eval range from 0 to 2m step 1m up{job="a"}
                  expect no_warn
                  up{job="a"} 1 2.0000001 3

                eval instant at 1m {}
                  expect fail msg: too much

                clear

                eval instant at 1m up
                """);
        assertEquals(List.of(), outcomes.stream().filter(outcome -> !outcome.passed()).toList());
        assertEquals(4, outcomes.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "up{job=\"a\"} 2.1 | expected 2.1 for {__name__=\"up\", job=\"a\"}, got 2.0",
                "up{job=\"b\"} 2 | expected no series {__name__=\"up\", job=\"a\"}, got value 2.0",
                "expect fail | expected the error any text, got an answer",
                "expect no_warn | expected no warning, got newest only",
                "expect info | expected the info any text, got none",
                "2 | expected scalar 2.0, got a vector of 1"
            })
    void aDifferenceIsOneLineWithExpectedAndGot(String expectation, String text) {
        var outcome = run(DATA + "eval instant at 1m up{job=\"a\"}\n  " + expectation).getFirst();
        assertFalse(outcome.passed());
        assertEquals("story.test:6: up{job=\"a\"}: " + text, outcome.text());
    }

    @Test
    void histogramsAreComparedByWhatTheyCount() {
        var outcomes = run("""
                load 1m
                  h {{schema:1 count:3 sum:4 buckets:[1 2]}}+{{schema:1 count:1 sum:1 buckets:[0 1]}}x2

                eval instant at 1m h
                  h {{schema:1 count:4 sum:5 buckets:[1 3 0]}}

                eval instant at 1m h
                  h {{schema:1 count:4 sum:5 buckets:[1 3] counter_reset_hint:not_reset}}

                eval instant at 1m h
                  h {{schema:1 count:4 sum:5 buckets:[1 3] counter_reset_hint:gauge}}

                eval instant at 1m h
                  h {{schema:1 count:4 sum:5 buckets:[2 2]}}

                eval instant at 1m h
                  h 4
                """);
        assertEquals(
                List.of(true, true, false, false, false),
                outcomes.stream().map(Outcome::passed).toList());
        assertEquals("{{schema:1 count:4 sum:5 counter_reset_hint:not_reset buckets:[1 3]}}", outcomes.get(3).got());
    }

    @Test
    void aClassicHistogramIsLoadedAsANativeOneBesides() {
        var outcomes = run("""
                load_with_nhcb 1m
                  h_bucket{le="1"} 1 2
                  h_bucket{le="5"} 3 6
                  h_count 4 8
                  h_sum 10 20

                eval instant at 1m h
                  h {{schema:-53 count:8 sum:20 custom_values:[1 5] buckets:[2 4 2]}}

                eval instant at 1m h_bucket{le="1"}
                  h_bucket{le="1"} 2
                """);
        assertEquals(List.of(true, true), outcomes.stream().map(Outcome::passed).toList());
    }

    @Test
    void startTimestampsBelongToTheLineThatFollows() {
        var wrong = assertThrows(ScriptException.class, () -> run("""
                load 1m
                  up@st -30s -90s
                  down 1 2
                """));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("story.test:1: expected the samples of"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil", "load", "load 0s\n  up 1", "eval instant at noon up", "load 1m\n  up one"})
    void aScriptThatIsNoneIsRefusedWithItsLine(String text) {
        var wrong = assertThrows(ScriptException.class, () -> Script.parse("story.test", text));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("story.test:"), wrong.getMessage());
    }

    private static List<Outcome> run(String text) {
        return new ScriptRunner((storage, _) -> new LastValues(storage), true).run(Script.parse("story.test", text));
    }
}

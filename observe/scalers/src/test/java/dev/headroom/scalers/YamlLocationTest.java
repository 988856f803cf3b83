package dev.headroom.scalers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlLocationTest {

    @Test
    void aLocationLeadsThroughMappingsAndLists() {
        assertEquals(3, YamlLocation.find("queues:\n- {name: a, depth: 2}\n- {name: b, depth: 3}\n", "queues.1.depth"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void anAnswerThatIsTooDeepHasNoValue(String opening) {
        var wrong = assertThrows(
                NoValueException.class, () -> YamlLocation.find("a: \n " + opening.repeat(100_000), "a"));
        assertEquals("yaml: expected at most 1000 levels (yaml depth), got more", wrong.getMessage());
    }
}

package dev.headroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelsTest {

    @Test
    void labelsThatComeSortedAreTheSameAsOthers() {
        assertEquals(Labels.of("a", "1", "b", "2"), Labels.ofSorted(new String[] {"a", "1", "b", "2"}));
        assertEquals(Labels.of("a", "1", "b", "2"), Labels.ofSorted(new String[] {"b", "2", "a", "1"}));
        assertEquals(Labels.of("a", "1"), Labels.ofSorted(new String[] {"a", "1", "b", ""}));
        assertEquals(Labels.empty(), Labels.ofSorted(new String[0]));
    }

    @Test
    void theOrderInWhichLabelsAreGivenDoesNotMatter() {
        var one = Labels.of("job", "inference", "__name__", "up");
        var other = Labels.of("__name__", "up", "job", "inference");
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        assertEquals(Optional.of("up"), one.metricName());
    }

    @Test
    void anEmptyValueIsTheSameAsNoLabel() {
        assertEquals(Labels.of("a", "1"), Labels.of("a", "1", "b", ""));
        assertFalse(Labels.of("b", "").has("b"));
        assertEquals("", Labels.empty().value("b"));
    }

    @Test
    void labelsAreKeptAndDroppedByName() {
        var labels = Labels.of("a", "1", "b", "2", "c", "3");
        assertEquals(Labels.of("a", "1", "c", "3"), labels.without("b"));
        assertEquals(Labels.of("b", "2"), labels.only(Set.of("b", "x")));
        assertEquals(Labels.of("a", "9", "b", "2", "c", "3"), labels.with("a", "9"));
        assertEquals(List.of("a", "b", "c"), labels.names());
    }

    @Test
    void valuesAreEscapedWhenTheyArePrinted() {
        assertEquals("{path=\"C:\\\\x\\n\\\"\"}", Labels.of("path", "C:\\x\n\"").toString());
    }

    @Test
    void anOddNumberOfNamesAndValuesIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> Labels.of("a"));
    }

    @Test
    void aRegularExpressionMatchesTheWholeValueAndLineBreaksToo() {
        var matcher = Matcher.of(Matcher.Type.REGEX, "job", "inf.*|api");
        assertTrue(matcher.matches("inference"));
        assertTrue(matcher.matches("api"));
        assertTrue(matcher.matches("inf\nx"));
        assertFalse(matcher.matches("my-api"));
        assertFalse(matcher.matches(Labels.empty()));
    }

    @Test
    void aLabelThatIsAbsentHasTheEmptyValue() {
        assertTrue(Matcher.of(Matcher.Type.NOT_EQUAL, "job", "x").matches(Labels.empty()));
        assertTrue(Matcher.of(Matcher.Type.REGEX, "job", "x*").matchesAbsent());
        assertTrue(Matcher.equal("job", "").matches(Labels.empty()));
    }

    @Test
    void whatIsNoRegularExpressionIsRefused() {
        assertThrows(PatternSyntaxException.class, () -> Matcher.of(Matcher.Type.REGEX, "job", "a("));
    }
}

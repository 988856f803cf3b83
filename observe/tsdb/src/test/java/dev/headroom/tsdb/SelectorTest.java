package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SelectorTest {

    private final Head head = new Head(HeadOptions.defaults());

    @BeforeEach
    void fourSeries() {
        var batch = head.appender();
        batch.append(Labels.of("n", "1"), 0, 1);
        batch.append(Labels.of("n", "1", "i", "a"), 0, 1);
        batch.append(Labels.of("n", "1", "i", "b"), 0, 1);
        batch.append(Labels.of("n", "2"), 0, 1);
        batch.append(Labels.of("n", "2.5"), 0, 1);
        batch.commit();
    }

    private void assertFinds(List<String> expected, Matcher... matchers) {
        var found = head.series(0, 0, List.of(matchers)).stream()
                .map(labels -> labels.value("n") + labels.value("i"))
                .toList();
        assertEquals(expected, found, List.of(matchers).toString());
    }

    private static Matcher not(String name, String value) {
        return Matcher.of(Matcher.Type.NOT_EQUAL, name, value);
    }

    private static Matcher like(String name, String value) {
        return Matcher.of(Matcher.Type.REGEX, name, value);
    }

    private static Matcher unlike(String name, String value) {
        return Matcher.of(Matcher.Type.NOT_REGEX, name, value);
    }

    @Test
    void noMatcherFindsEverything() {
        assertFinds(List.of("1a", "1b", "1", "2", "2.5"));
    }

    @Test
    void anEqualityFindsItsValue() {
        assertFinds(List.of("1a", "1b", "1"), Matcher.equal("n", "1"));
        assertFinds(List.of("1a"), Matcher.equal("n", "1"), Matcher.equal("i", "a"));
        assertFinds(List.of(), Matcher.equal("n", "1"), Matcher.equal("i", "c"));
        assertFinds(List.of(), Matcher.equal("missing", "1"));
    }

    @Test
    void anEmptyValueMeansTheLabelIsMissing() {
        assertFinds(List.of("1", "2", "2.5"), Matcher.equal("i", ""));
        assertFinds(List.of("1"), Matcher.equal("n", "1"), Matcher.equal("i", ""));
        assertFinds(List.of("1a", "1b", "1", "2", "2.5"), Matcher.equal("missing", ""));
        assertFinds(List.of("1a", "1b"), not("i", ""));
        assertFinds(List.of(), not("missing", ""));
    }

    @Test
    void anInequalityFindsSeriesWithoutTheLabelToo() {
        assertFinds(List.of("1b", "1"), Matcher.equal("n", "1"), not("i", "a"));
        assertFinds(List.of("1b", "1", "2", "2.5"), not("i", "a"));
        assertFinds(List.of("2", "2.5"), not("n", "1"));
        assertFinds(List.of("1b"), not("i", "a"), not("i", ""));
    }

    @Test
    void aRegularExpressionIsAnchored() {
        assertFinds(List.of("2"), like("n", "2"));
        assertFinds(List.of("2", "2.5"), like("n", "2.*"));
        assertFinds(List.of(), like("n", ".5"));
        assertFinds(List.of("1a", "1b", "1", "2"), like("n", "1|2"));
    }

    @Test
    void aRegularExpressionThatTakesNothingFindsSeriesWithoutTheLabel() {
        assertFinds(List.of("1a", "1b", "1"), Matcher.equal("n", "1"), like("i", ".*"));
        assertFinds(List.of("1a", "1b"), Matcher.equal("n", "1"), like("i", ".+"));
        assertFinds(List.of("1a", "1"), Matcher.equal("n", "1"), like("i", "a?"));
        assertFinds(List.of("1", "2", "2.5"), like("i", "^$"));
        assertFinds(List.of("1b", "1"), like("i", "b|"), Matcher.equal("n", "1"));
    }

    @Test
    void aNegatedRegularExpressionDoesTheContrary() {
        assertFinds(List.of("1b", "1"), Matcher.equal("n", "1"), unlike("i", "a"));
        assertFinds(List.of("1b"), Matcher.equal("n", "1"), unlike("i", "a?"));
        assertFinds(List.of(), unlike("i", ".*"));
        assertFinds(List.of("1", "2", "2.5"), unlike("i", ".+"));
        assertFinds(List.of("1a", "1b", "1"), unlike("n", "2.*"));
    }

    @Test
    void severalMatchersOnOneLabelAllCount() {
        assertFinds(List.of("1b"), like("i", "a|b"), not("i", "a"));
        assertFinds(List.of(), Matcher.equal("i", "a"), Matcher.equal("i", "b"));
        assertFinds(List.of("1a"), Matcher.equal("i", "a"), Matcher.equal("i", "a"));
    }
}

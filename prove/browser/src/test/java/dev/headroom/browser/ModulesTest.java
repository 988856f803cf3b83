package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The modules of the page that only compute, one by one, in the engine that runs them.
@ExtendWith(NeedsChromium.class)
class ModulesTest {

    private static Chromium chromium;
    private static ScriptedHeadroom headroom;
    private static Tab tab;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        headroom = new ScriptedHeadroom(Story.calm(), 0);
        tab = Tab.desk(chromium);
        tab.page().navigate(headroom.url() + "favicon.svg");
    }

    @AfterAll
    static void stop() {
        tab.close();
        headroom.close();
        chromium.close();
    }

    private static String js(String module, String expression) {
        return tab.module(headroom.url(), module, expression);
    }

    @ParameterizedTest
    @CsvSource({
        "0.35, seconds, 350 ms", "0, seconds, 0 ms", "0.0042, seconds, 4.2 ms", "0.00996, seconds, 10 ms",
        "0.9994, seconds, 999 ms", "0.9996, seconds, 1.00 s", "1.234, seconds, 1.23 s", "12.34, seconds, 12.3 s",
        "90, seconds, 1.5 min", "12, count, 12", "1.4, count, 1.40", "0.614, cores, 0.61 cores", "0, rps, 0 /s",
        "12.34, rps, 12.3 /s", "520.6, rps, 521 /s", "0, percent, 0 %", "0.42, percent, 0.42 %",
        "12.5, percent, 12.5 %", "null, seconds, no data", "NaN, rps, no data", "Infinity, count, no data"
    })
    void valuesHaveTheirUnit(String value, String unit, String written) {
        assertEquals(written, js("format", "m.quantity(" + value + ", '" + unit + "')"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.2, seconds, 200 ms", "1.5, seconds, 1.5 s", "0, seconds, 0 ms", "20, rps, 20/s", "0.5, cores, 0.5",
        "5, count, 5", "0.25, percent, 0.25 %"
    })
    void ticksAreAsShortAsTheyCanBe(String value, String unit, String written) {
        assertEquals(written, js("format", "m.tick(" + value + ", '" + unit + "')"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0 s", "0.84, 0.8 s", "9.96, 10 s", "75, 75 s", "180, 3 min", "9000, 3 h", "null, –", "-1, 0.0 s"})
    void agesAreOneNumber(String seconds, String written) {
        assertEquals(written, js("format", "m.age(" + seconds + ")"));
    }

    @ParameterizedTest
    @CsvSource({"0.4, just now", "1.9, 1 s ago", "9.99, 9 s ago", "42, 42 s ago", "300, 5 min ago"})
    void howLongAgoIsInWholeUnits(String seconds, String written) {
        assertEquals(written, js("format", "m.ago(" + seconds + ")"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "82.9, 1:22", "3723, 1:02:03", "-4, 0:00"})
    void stopwatchesCountMinutesThenHours(String seconds, String written) {
        assertEquals(written, js("format", "m.stopwatch(" + seconds + ")"));
    }

    @Test
    void aRunIsCoveredToItsAnnouncedEndAndOtherwiseTenMinutes() {
        var run = "{startedAt: '1970-01-01T00:16:40Z', durationSeconds: 240}";

        assertEquals("{\"from\":1000,\"to\":1240,\"run\":true}", js("time-view", "m.covered(1060, " + run + ")"));
        assertEquals("{\"from\":1000,\"to\":1500,\"run\":true}", js("time-view", "m.covered(1500, " + run + ")"));
        assertEquals("{\"from\":1300,\"to\":1900,\"run\":false}", js("time-view", "m.covered(1900, " + run + ")"));
        assertEquals("{\"from\":400,\"to\":1000,\"run\":false}", js("time-view", "m.covered(1000, null)"));
    }

    @Test
    void aLongRunIsSampledMoreCoarsely() {
        assertEquals("1", js("time-view", "m.stepOf({from: 0, to: 600})"));
        assertEquals("8", js("time-view", "m.stepOf({from: 0, to: 7200})"));
    }

    private static final String PANEL = "const panel = {series: [{name: 'a'}, {name: 'b'}]};"
            + " const data = new m.PanelData(panel, 1);"
            + " const shown = () => data.rows().map(row => [row.label, ...row.values]);";

    private static String panel(String steps) {
        return js("panel-data", "(() => {" + PANEL + steps + " return shown(); })()");
    }

    @Test
    void rowsShareOneGridAndWhatIsMissingIsAGap() {
        assertEquals("[[\"a\",1,null,3],[\"b\",null,5,null]]", panel(
                "data.merge(10, 12, [[{metric: {}, values: [[10, '1'], [12, '3']]}],"
                        + " [{metric: {}, values: [[10, 'NaN'], [11, '5'], [12, '+Inf']]}]]);"));
    }

    @Test
    void newPointsReplaceThoseThatTheyOverlap() {
        assertEquals("[[\"a\",1,9,9,4]]", panel(
                "data.merge(10, 12, [[{metric: {}, values: [[10, '1'], [11, '2'], [12, '3']]}], []]);"
                        + "data.merge(11, 13, [[{metric: {}, values: [[11, '9'], [12, '9'], [13, '4']]}], []]);"));
    }

    @Test
    void aPointThatHasVanishedBecomesAGap() {
        assertEquals("[[\"a\",1,null,3]]", panel(
                "data.merge(10, 11, [[{metric: {}, values: [[10, '1'], [11, '2']]}], []]);"
                        + "data.merge(11, 12, [[{metric: {}, values: [[12, '3']]}], []]);"));
    }

    @Test
    void rowsOfPodsAreCalledByTheirPodsAndForgottenWithThem() {
        var first = "data.merge(10, 11, [[{metric: {pod: 'x-10'}, values: [[10, '1']]},"
                + " {metric: {pod: 'x-9'}, values: [[10, '1'], [11, '2']]}], []]);";

        assertEquals("[[\"x-9\",1,2],[\"x-10\",1,null]]", panel(first));
        assertEquals("[[\"x-9\",2]]", panel(first + "data.trim(11);"));
    }

    @Test
    void rowsThatDifferByLabelsAreCalledByThem() {
        assertEquals("[[\"code=200\",1],[\"code=500\",2]]", panel(
                "data.merge(10, 10, [[{metric: {code: '200'}, values: [[10, '1']]},"
                        + " {metric: {code: '500'}, values: [[10, '2']]}], []]);"));
    }

    private static final String DECISIONS = "[['Hold', 1], ['Hold', 2], ['Scale', 3], ['Scale', 4], ['Abstain', 5],"
            + " ['Abstain', 6], ['Hold', 7]].map(([verdict, id]) => ({verdict, id, current: 3,"
            + " desired: 3 + id % 2 * 2 - 1, time: new Date(id * 1000).toISOString()}))";

    @Test
    void holdsAndAbstainsAreGroupedAndAScaleStandsAlone() {
        assertEquals("[[\"Hold\",7],[\"Abstain\",6,5],[\"Scale\",4],[\"Scale\",3],[\"Hold\",2,1]]",
                js("decision-groups", "m.groups(" + DECISIONS + ").map(group =>"
                        + " [group.verdict, ...group.decisions.map(each => each.id)])"));
    }

    @Test
    void chartsMarkScalingsAndStretchesWithoutAnOpinion() {
        assertEquals("{\"scales\":[{\"time\":3,\"up\":true},{\"time\":4,\"up\":false}],"
                        + "\"abstains\":[{\"from\":5,\"to\":7}]}",
                js("decision-groups", "m.marks(" + DECISIONS + ", 9)"));
        assertEquals("[{\"from\":5,\"to\":9}]",
                js("decision-groups", "m.marks(" + DECISIONS + ".slice(0, 6), 9).abstains"));
    }

    @Test
    void decisionsHeardTwiceAreKeptOnceAndTheOldestGoFirst() {
        assertEquals("[2,3,4]", js("decision-groups",
                "m.merged([{id: 1}, {id: 2}, {id: 3}], [{id: 3}, {id: 4}], 3).map(each => each.id)"));
    }
}

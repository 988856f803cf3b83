package dev.headroom.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.promql.Functions;
import dev.headroom.promql.Functions.Signature;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The modules of the graph page that only compute, one by one, in the engine that runs them.
@ExtendWith(NeedsChromium.class)
class GraphModulesTest {

    private static Chromium chromium;
    private static ScriptedHeadroom headroom;
    private static Tab tab;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        headroom = new ScriptedHeadroom(Story.calm(), 0);
        tab = Tab.desk(chromium);
        tab.page().navigate(headroom.url() + "vendor/uplot/LICENSE.txt");
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
        "0, 0s", "15, 15s", "0.25, 250ms", "90, 1m30s", "3600, 1h", "5400, 1h30m", "86400, 1d", "1209600.5, 14d500ms"
    })
    void durationsAreWrittenAsPrometheusWritesThem(String seconds, String written) {
        assertEquals(written, js("format", "m.duration(" + seconds + ")"));
        assertEquals(seconds, js("format", "m.parsedDuration('" + written + "')"));
    }

    @ParameterizedTest
    @CsvSource({
        "1w2d, 777600", "30, 30", "0.5, 0.5", "1y, 31536000", "'', null", "5 min, null", "1m1h, null", "-5m, null"
    })
    void whatIsNoDurationIsNone(String written, String seconds) {
        assertEquals(seconds, js("format", "m.parsedDuration('" + written + "')"));
    }

    @ParameterizedTest
    @CsvSource({
        "'0', 0", "'31.805186', 31.8052", "'1e+06', 1000000", "'0.001234', 0.001234", "'1.5e+18', 1.5e+18",
        "'2.5e-9', 2.5e-9", "'NaN', NaN", "'+Inf', +Inf", "'-Inf', -Inf"
    })
    void figuresAreAsExactAsAPersonReads(String said, String written) {
        assertEquals(written, js("format", "m.figure(m.parsedValue('" + said + "'))"));
    }

    @ParameterizedTest
    @CsvSource({"12300, 12.3k", "5, 5", "2.5e6, 2.5M", "-4e9, -4G", "0.002, 0.002", "0.00002, 2e-5", "1e18, 1e+18"})
    void figuresAtAnAxisAreShort(String value, String written) {
        assertEquals(written, js("format", "m.compact(" + value + ")"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "`ra`, `name 0 ra`",
        "`sum by (job) (ra`, `name 14 ra`",
        "`foo{`, `label 4  of foo`",
        "`foo{a=\"1\", jo`, `label 11 jo of foo`",
        "`sum by (jo`, `label 8 jo of `",
        "`foo / on (`, `label 10  of `",
        "`foo{job=\"ap`, `value 9 ap of foo job`",
        "`{job=~\"`, `value 7  of  job`",
        "`foo{job=\"a\"} + ba`, `name 15 ba`",
        "`foo{job=\"a`, `value 9 a of foo job`",
        "`rate(foo[5`, `nothing`",
        "`rate(foo[5m`, `nothing`",
        "`foo offset 5m`, `nothing`",
        "`foo{job=\"a\"`, `nothing`",
        "`foo{job`, `label 4 job of foo`",
        "`foo{job=a`, `nothing`",
        "`label_replace(foo, \"ds`, `nothing`",
        "`foo # comm`, `nothing`",
        "``, `nothing`",
        "`1e`, `nothing`",
        "`{\"a }b\", jo`, `label 9 jo of `"
    })
    void aPlaceInAnExpressionTellsWhatCanStandThere(String text, String place) {
        assertEquals(place, js("completion", "(place => place === null ? 'nothing' : [place.kind, place.from,"
                + " place.prefix, ...place.metric === undefined ? [] : ['of', place.metric],"
                + " ...place.label === undefined ? [] : [place.label]].join(' '))"
                + "(m.placeAt(" + quoted(text) + "))"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }

    @Test
    void whatBeginsWithThePrefixComesFirstAndTheWordItselfNeverAlone() {
        assertEquals("[\"rate\",\"irate\"]", js("completion",
                "m.fitting([{text: 'irate'}, {text: 'rate'}, {text: 'sum'}], 'RAT').map(word => word.text)"));
        assertEquals("[]", js("completion", "m.fitting([{text: 'sum'}], 'sum')"));
    }

    @Test
    void aMetricWithDotsIsInsertedInBraces() {
        assertEquals("{\"http.requests\"}", js("completion", "m.names(['http.requests'], {})[0].insert"));
        assertEquals("counter: Requests.", js("completion",
                "m.names(['a_count'], {a: [{type: 'counter', help: 'Requests.'}]})[0].note"));
    }

    @Test
    void theFunctionsAreThoseOfTheParser() {
        var parsers = Functions.all().values().stream()
                .filter(signature -> !signature.experimental())
                .map(Signature::name)
                .sorted()
                .collect(Collectors.joining(" "));
        assertEquals(parsers, js("promql-words", "m.FUNCTIONS.toSorted().join(' ')"));
    }

    @Test
    void linksOfAlertsAndOfBothUserInterfacesOfPrometheusAreRead() {
        assertEquals(
                "{\"expr\":\"up == 0\",\"tab\":\"table\",\"range\":3600,\"end\":null,\"step\":null,\"others\":[]}",
                js("graph-address", "m.parse('?g0.expr=up+%3D%3D+0&g0.tab=1')"));
        assertEquals(
                "{\"expr\":\"up\",\"tab\":\"graph\",\"range\":5400,\"end\":1795860000,\"step\":15,"
                        + "\"others\":[\"down\"]}",
                js("graph-address", "m.parse('?g0.expr=up&g0.tab=graph&g0.range_input=1h30m"
                        + "&g0.end_input=2026-11-28%2010:00:00&g0.res_type=fixed&g0.res_step=15&g1.expr=down')"));
        assertEquals("{\"expr\":\"\",\"tab\":\"table\",\"range\":3600,\"end\":null,\"step\":null,\"others\":[]}",
                js("graph-address", "m.parse('?g0.range_input=soon&g0.end_input=never&g0.step_input=-1')"));
    }

    @Test
    void whatIsAskedIsReadBackFromTheAddress() {
        var asked = "{expr: 'a{b=\"ü & +\"}', tab: 'graph', range: 90, end: 1795860000, step: 0.5, others: []}";
        assertEquals("true", js("graph-address",
                "JSON.stringify(m.parse(m.print(" + asked + "))) === JSON.stringify(" + asked + ")"));
    }

    @Test
    void aStaleStretchIsAGapAndWhatHasNoPlaceOnTheAxisIsCounted() {
        assertEquals("{\"values\":[1,null,3,null,null],\"said\":[\"1\",null,\"3\",\"NaN\",\"+Inf\"],\"undrawn\":2}",
                js("graph-data", "(grid => ({values: grid.rows[0].values, said: grid.rows[0].said,"
                        + " undrawn: grid.undrawn}))(m.gridOf({result: [{metric: {}, values:"
                        + " [[0, '1'], [20, '3'], [30, 'NaN'], [40, '+Inf']]}]}, 0, 40, 10))"));
        assertEquals("[0,2]", js("graph-data", "m.lonely([1, null, 3, null, null, 4, 5])"));
    }

    @Test
    void nativeHistogramsAreDrawnByTheirMeanAndWrittenWithTheirBuckets() {
        var histogram = "{count: '4', sum: '6', buckets: [[1, '-0.5', '0.5', '1'], [0, '1', '2', '3']]}";
        assertEquals("[1.5,1]", js("graph-data", "(grid => [grid.rows[0].values[0], grid.histograms])(m.gridOf("
                + "{result: [{metric: {}, histograms: [[0, " + histogram + "]]}]}, 0, 0, 10))"));
        assertEquals("count 4 · sum 6 · mean 1.5", js("histogram-view", "m.summary(" + histogram + ")"));
        assertEquals("[\"[-0.5, 0.5)\",\"(1, 2]\"]", js("histogram-view", histogram + ".buckets.map(m.bounds)"));
        assertEquals("a{b=\"c\"}|count 4 · sum 6 · mean 1.5|[-0.5, 0.5) 1|(1, 2] 3", js("result-table",
                "(view => [view.querySelector('code').textContent, view.querySelector('.histogram p').textContent,"
                        + " ...[...view.querySelectorAll('.buckets tr')].map(row => [...row.children]"
                        + ".map(cell => cell.textContent).join(' ').replace('  ', ' '))].join('|'))"
                        + "(m.tableView({resultType: 'vector', result: [{metric: {__name__: 'a', b: 'c'},"
                        + " histogram: [0, " + histogram + "]}]}))"));
    }

    @Test
    void manyLinesAreCutAndCounted() {
        assertEquals("[200,50]", js("graph-data", "(grid => [grid.rows.length, grid.left])(m.gridOf({result:"
                + " Array.from({length: 250}, (_, i) => ({metric: {i: String(i)}, values: []}))}, 0, 10, 10))"));
    }

    @ParameterizedTest
    @CsvSource({"0, 10, 0, 10.6", "3, 3, 1.5, 4.5", "0, 0, -1, 1", "1000, 1010, 999.4, 1010.6", "-5, 5, -5.6, 5.6",
        "null, null, 0, 1"})
    void anAxisHasRoomAndZeroWhereItIsNear(String least, String most, String low, String high) {
        assertEquals("[" + low + "," + high + "]",
                js("graph-data", "m.ends(" + least + ", " + most + ").map(end => Number(end.toFixed(6)))"));
    }

    @Test
    void errorsSayWhatAndWhere() {
        assertEquals("{\"title\":\"This expression cannot be read\",\"message\":\"unexpected end of input\","
                        + "\"line\":2,\"column\":5}",
                js("query-messages", "m.told({status: 400, type: 'bad_data', message:"
                        + " 'invalid parameter \"query\": 2:5: parse error: unexpected end of input'}, 'here')"));
        assertEquals("{\"title\":\"This query took too long\",\"message\":\"query timed out\","
                        + "\"line\":null,\"column\":null}",
                js("query-messages", "m.told({status: 503, type: 'timeout', message: 'query timed out'}, 'here')"));
        assertEquals("{\"before\":\"é + \",\"at\":\")\",\"after\":\" x\"}",
                js("query-messages", "m.around('a\\né + ) x', 2, 6)"));
    }

    @Test
    void annotationsLoseTheirPrefix() {
        assertEquals("{\"message\":\"metric might not be a counter: \\\"x\\\"\",\"place\":\"line 1, column 6\"}",
                js("query-messages", "m.annotation('PromQL info: metric might not be a counter: \"x\" (1:6)')"));
        assertEquals("{\"message\":\"results truncated due to limit\",\"place\":\"\"}",
                js("query-messages", "m.annotation('results truncated due to limit')"));
    }
}

package dev.headroom.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page of one expression at a Headroom that scrapes a shop.
@ExtendWith(NeedsChromium.class)
class GraphPageTest {

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static ShopHeadroom headroom;

    private Tab tab;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        headroom = new ShopHeadroom(folder);
        try (var tab = Tab.desk(chromium)) {
            tab.page().navigate(headroom.url() + "targets");
            assertThat(tab.page().locator(".pool[data-pool=shop] .pool-counts")).hasText("2 of 2 up");
        }
    }

    @AfterAll
    static void stop() {
        headroom.close();
        chromium.close();
    }

    @BeforeEach
    void open() {
        tab = Tab.desk(chromium);
    }

    @AfterEach
    void close() {
        tab.close();
    }

    private void graph(String expression, String more) {
        tab.page().navigate(headroom.graph(expression, more));
    }

    private Locator field() {
        return tab.page().getByLabel("PromQL expression");
    }

    private Locator rows() {
        return tab.page().locator(".values tbody tr");
    }

    private Locator row(String text) {
        return rows().filter(new Locator.FilterOptions().setHasText(text));
    }

    private Locator legend() {
        return tab.page().locator(".legend li");
    }

    private int overflow() {
        return (Integer) tab.page().evaluate("() => document.documentElement.scrollWidth - innerWidth");
    }

    @Test
    void anExpressionIsWrittenAndRunByKeyboard() {
        tab.page().navigate(headroom.url() + "graph");
        assertThat(field()).isFocused();
        assertThat(tab.page().locator("#panel")).containsText("Write an expression");

        tab.page().keyboard().type("count(shop_queue_length)");
        tab.page().keyboard().press("Enter");

        assertThat(rows()).hasCount(1);
        assertThat(rows().locator("td")).hasText("6");
        assertThat(tab.page()).hasURL(Pattern.compile("\\?g0\\.expr=count%28shop_queue_length%29&g0\\.tab=1"));
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void aTableHasEverySeriesWithItsValueNotANumberAndInfinityToo() {
        graph("shop_queue_length{instance=~\"127.*\"}", "&g0.tab=1");

        assertThat(rows()).hasCount(3);
        assertThat(row("queue=\"emails\"").locator("td")).hasText("31.5");
        assertThat(row("queue=\"never\"").locator("td")).hasText("NaN");
        assertThat(row("queue=\"without end\"").locator("td")).hasText("+Inf");
        assertThat(tab.page().locator(".query-facts")).hasText(Pattern.compile("3.series · at [\\d:]+ · took .*s"));
    }

    @Test
    void samplesOfARangeHaveTheirTimes() {
        graph("shop_queue_length{queue=\"emails\"}[3s]", "&g0.tab=1");

        assertThat(rows()).hasCount(2);
        assertThat(rows().first().locator(".samples li").first())
                .hasText(Pattern.compile("31\\.5 @ \\d\\d:\\d\\d:\\d\\d"));
    }

    @Test
    void scalarsAndStringsAreShownAlone() {
        graph("6 * 7", "&g0.tab=1");
        assertThat(tab.page().locator(".single")).hasText("scalar42");

        graph("'so'", "&g0.tab=1");
        assertThat(tab.page().locator(".single")).hasText("stringso");
    }

    @Test
    void anExpressionThatCannotBeReadIsMarkedWhereItIsWrong() {
        graph("sum(shop_queue_length + )", "&g0.tab=1");

        var message = tab.page().locator(".message");
        assertThat(message).containsText("This expression cannot be read");
        assertThat(message).containsText("unexpected \")\"");
        assertThat(message).containsText("line 1, column 25");
        assertThat(message.locator("mark")).hasText(")");
        assertThat(field()).hasAttribute("aria-invalid", "true");

        field().fill("shop_queue_length");
        field().press("Enter");
        assertThat(message).hasCount(0);
        assertThat(rows()).hasCount(6);
    }

    @Test
    void aQueryWithoutAnAnswerSaysWhy() {
        graph("shop_queue_length * on (job) shop_queue_length", "&g0.tab=0");

        assertThat(tab.page().locator(".message")).containsText("This query has no answer");
        assertThat(tab.page().locator(".message")).containsText("many-to-many matching not allowed");
    }

    @Test
    void notesAndWarningsAreInWordsAboveTheResult() {
        graph("rate(shop_queue_length{queue=\"emails\"}[1m])", "&g0.tab=1");

        assertThat(tab.page().locator(".message[data-kind=note]"))
                .containsText("metric might not be a counter");
        assertThat(tab.page().locator(".message[data-kind=note]")).containsText("(line 1, column 6)");

        graph("histogram_quantile(2, shop_queue_length)", "&g0.tab=1");
        assertThat(tab.page().locator(".message[data-kind=warning]").first()).containsText("between 0 and 1");
    }

    @Test
    void anEmptyResultSaysSo() {
        graph("nobody_has_this", "&g0.tab=1");
        assertThat(tab.page().locator("#panel")).containsText("Empty result");

        graph("nobody_has_this", "&g0.tab=0");
        assertThat(tab.page().locator("#panel")).containsText("Empty result");
    }

    @Test
    void aGraphHasALegendWithTheNewestValues() {
        graph("shop_queue_length{instance=~\"127.*\"}", "&g0.tab=0&g0.range_input=1m");

        assertThat(tab.page().locator(".graph-plot canvas")).hasCount(1);
        assertThat(legend()).hasCount(3);
        assertThat(legend().nth(0)).containsText("31.5");
        assertThat(legend().nth(1)).containsText("NaN");
        assertThat(legend().nth(2)).containsText("+Inf");
        assertThat(tab.page().locator(".plot-remark")).containsText("NaN or infinite: a gap in the graph");

        legend().nth(0).locator("button").click();
        assertThat(legend().nth(0).locator("button")).hasAttribute("aria-pressed", "true");
        assertThat(legend().nth(1)).hasAttribute("data-off", "true");
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void theArrowKeysWalkThroughTheTimes() {
        graph("vector(time())", "&g0.tab=0&g0.range_input=5m&g0.end_input=2026-11-28%2010:00:00");
        assertThat(legend()).hasCount(1);

        var plot = tab.page().locator(".graph-plot");
        plot.focus();
        plot.press("ArrowRight");
        assertThat(tab.page().locator(".graph-moment")).containsText("28 Nov 2026, 09:55:00");
        plot.press("ArrowRight");
        assertThat(tab.page().locator(".graph-moment")).containsText("28 Nov 2026, 09:55:06");
        assertThat(legend().locator(".key-value")).hasAttribute("title", "1795859706");
    }

    @Test
    void draggingLooksCloser() {
        graph("vector(time())", "&g0.tab=0&g0.range_input=1h&g0.end_input=2026-11-28%2010:00:00");
        assertThat(legend()).hasCount(1);

        var box = tab.page().locator(".graph-plot .u-over").boundingBox();
        var mouse = tab.page().mouse();
        mouse.move(box.x + box.width / 2, box.y + 50);
        mouse.down();
        mouse.move(box.x + box.width * 0.7, box.y + 50);
        mouse.move(box.x + box.width, box.y + 50);
        mouse.up();

        assertThat(tab.page()).hasURL(Pattern.compile("g0\\.range_input=(30m|29m59s|30m1s)&"));
        assertThat(tab.page()).hasURL(Pattern.compile("g0\\.end_input=2026-11-28\\+(10%3A00%3A00|09%3A59%3A5\\d)"));
        tab.page().goBack();
        assertThat(tab.page().getByLabel("Range", new Page.GetByLabelOptions().setExact(true)))
                .hasValue("1h");
    }

    @Test
    void theTimeOfAQueryIsChosenByFieldsAndButtons() {
        graph("vector(1)", "&g0.tab=0&g0.range_input=1h");
        var range = tab.page().locator(".range-field").first();
        assertThat(range).hasValue("1h");

        tab.page().getByLabel("Longer range").click();
        assertThat(range).hasValue("2h");
        range.fill("five");
        range.press("Enter");
        assertTrue(((String) range.evaluate("field => field.validationMessage")).contains("like 5m or 1h30m"));
        range.fill("90m");
        range.press("Enter");
        assertThat(range).hasValue("1h30m");
        tab.page().getByLabel("Earlier").click();
        assertThat(tab.page()).hasURL(Pattern.compile("g0\\.range_input=1h30m&g0\\.end_input=\\d{4}-"));
        tab.page().getByText("Now", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(tab.page()).hasURL(Pattern.compile("g0\\.range_input=1h30m$"));
        tab.page().getByLabel("Resolution").fill("1s");
        tab.page().getByLabel("Resolution").press("Enter");
        assertThat(tab.page()).hasURL(Pattern.compile("g0\\.step_input=1$"));
    }

    @Test
    void tooFineAResolutionIsRefusedInTheWordsOfTheServer() {
        graph("vector(1)", "&g0.tab=0&g0.range_input=1w&g0.step_input=1");

        assertThat(tab.page().locator(".message")).containsText("This request is not valid");
        assertThat(tab.page().locator(".message")).containsText("exceeded maximum resolution of 11,000 points");
    }

    @Test
    void metricsFunctionsLabelsAndTheirValuesAreCompleted() {
        tab.page().navigate(headroom.url() + "graph");
        var keyboard = tab.page().keyboard();
        var options = tab.page().getByRole(AriaRole.OPTION);

        keyboard.type("histogram_q");
        assertThat(options).hasCount(1);
        keyboard.press("Tab");
        assertThat(field()).hasValue("histogram_quantile(");

        field().fill("");
        keyboard.type("shop_que");
        assertThat(options).hasCount(1);
        assertThat(options).containsText("gauge: Jobs that wait.");
        keyboard.press("ArrowDown");
        assertThat(field()).hasAttribute("aria-activedescendant", "completion-0");
        keyboard.press("Enter");
        keyboard.type("{que");
        assertThat(options).containsText("queue");
        keyboard.press("Tab");
        keyboard.type("=\"");
        assertThat(options).hasCount(3);
        keyboard.press("Escape");
        assertThat(options).hasCount(0);
        keyboard.type("w");
        assertThat(options).hasText(Pattern.compile("without end.*"));
        keyboard.press("Tab");
        keyboard.type("\"}");
        keyboard.press("Enter");

        assertThat(field()).hasValue("shop_queue_length{queue=\"without end\"}");
        assertThat(rows()).hasCount(2);
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void linksOfPrometheusWithMoreExpressionsLeadToEachOfThem() {
        graph("vector(1)", "&g0.tab=1&g1.expr=vector(2)");
        assertThat(rows().locator("td")).hasText("1");

        tab.page().locator(".others a").click();

        assertThat(rows().locator("td")).hasText("2");
    }

    @ParameterizedTest
    @ValueSource(ints = {320, Tab.PHONE_WIDTH, 700, 950, 1200, 2560})
    void noWidthNeedsScrollingSideways(int width) {
        tab.close();
        tab = Tab.of(chromium, width, Tab.PHONE_HEIGHT, ColorScheme.DARK);
        graph("shop_queue_length", "&g0.tab=0&g0.range_input=1m");
        assertThat(legend()).hasCount(6);
        assertTrue(overflow() <= 0, "graph: wider than the window by " + overflow());

        tab.page().getByRole(AriaRole.TAB).first().click();
        assertThat(rows()).hasCount(6);
        assertTrue(overflow() <= 0, "table: wider than the window by " + overflow());
    }
}

package dev.headroom.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.headroom.browser.DashboardPage.detailOf;
import static dev.headroom.browser.DashboardPage.headOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a person sees and does on the page while all is well.
@ExtendWith(NeedsChromium.class)
class PageTest {

    static final List<String> PANELS = Telling.panels().stream().map(Shapes.Panel::id).toList();

    private static Chromium chromium;

    private final Story story = Story.calm();
    private ScriptedHeadroom headroom;
    private Tab tab;
    private DashboardPage dashboard;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
    }

    @BeforeEach
    void open() {
        headroom = new ScriptedHeadroom(story, 150);
        tab = Tab.desk(chromium);
        dashboard = tab.dashboard(headroom.url());
    }

    @AfterEach
    void close() {
        tab.close();
        headroom.close();
        assertEquals(List.of(), tab.complaints());
    }

    @Test
    void everyChartDrawsItsLinesAndItsAxis() {
        dashboard.open().waitForCharts(PANELS);

        for (var panel : PANELS) {
            var painted = dashboard.painted(panel);
            assertTrue(painted.plot() > 100, panel + " has a line: " + painted);
            assertTrue(painted.axis() > 50, panel + " has an axis: " + painted);
        }
    }

    @Test
    void chartsGrowWithEachSecond() {
        dashboard.open().waitForCharts(PANELS);
        var before = dashboard.painted("requests");

        headroom.advance(30);

        assertThat(dashboard.run().locator(".run-time")).hasText("3:00 of 4:00");
        tab.page().waitForCondition(() -> dashboard.painted("requests").plot() > before.plot() + 50);
    }

    @Test
    void healthIsTheNewestPointInItsUnit() {
        dashboard.open().waitForCharts(PANELS);
        var now = story.at(150);

        assertThat(dashboard.tile("p95").locator(".tile-value")).hasText(Math.round(now.p95() * 1000) + " ms");
        assertThat(dashboard.tile("p95").locator(".tile-note")).hasText("target 350 ms");
        assertThat(dashboard.tile("replicas").locator(".tile-value")).hasText("11 of 11");
        assertThat(dashboard.tile("errors").locator(".tile-value")).hasText("0 %");
        assertThat(dashboard.lastDecision()).containsText("Hold 11");
    }

    @Test
    void aValueOverItsTargetSaysSoInWords() {
        headroom.close();
        headroom = new ScriptedHeadroom(story, 112);
        dashboard = tab.dashboard(headroom.url());
        dashboard.open().waitForCharts(PANELS);

        assertThat(dashboard.tile("p95")).hasAttribute("data-state", "over");
        assertThat(dashboard.tile("p95").locator(".tile-note")).hasText("▲ over 350 ms");
    }

    @Test
    void theRunShowsItsPhasesAndHowFarItIs() {
        dashboard.open().waitForCharts(PANELS);

        assertThat(dashboard.run().locator(".run-phase")).hasText("spike");
        assertThat(dashboard.run().locator(".run-time")).hasText("2:30 of 4:00");
        assertEquals(List.of("flat", "ramp", "spike", "end"), dashboard.run().locator(".run-name").allTextContents());
        assertThat(dashboard.run().locator(".run-adaptation:visible")).hasCount(1);
    }

    @Test
    void aReasonOpensOnAClickAndClosesOnTheNext() {
        dashboard.open().waitForCharts(PANELS);
        var scale = dashboard.decisions("Scale").first();

        headOf(scale).click();

        var detail = detailOf(scale);
        assertThat(detail.locator(".inputs")).containsText("histogram_quantile(0.95, sum by (le) (");
        assertThat(detail.locator(".inputs")).containsText("350m");
        assertThat(detail.locator(".reasons li").first()).containsText("p95 (s0-prometheus)");
        assertThat(detail.locator(".last-word")).hasText("ScaleDownStabilized had the last word.");
        assertThat(detail.locator(".otherwise"))
                .hasText(Pattern.compile(
                        "^Otherwise: p95 above 385m: \\d+ replicas;"
                                + " minReplicas below 3: the metrics want 2 replicas\\.$"));
        assertThat(tab.page()).hasURL(Pattern.compile("#decision-72$"));

        headOf(scale).click();

        assertThat(detail).hasCount(0);
        assertThat(tab.page()).hasURL(headroom.url());
    }

    @Test
    void aReasonOpensByKeyboard() {
        dashboard.open().waitForCharts(PANELS);
        var scale = dashboard.decisions("Scale").first();

        tab.page().locator("#theme").focus();
        for (int i = 0; i < 40 && !headOf(scale).evaluate("e => e === document.activeElement").equals(true); i++) {
            tab.page().keyboard().press("Tab");
        }
        assertThat(headOf(scale)).isFocused();
        tab.page().keyboard().press("Enter");

        assertThat(detailOf(scale)).isVisible();
        assertThat(headOf(scale)).hasAttribute("aria-expanded", "true");
    }

    @Test
    void anAddressLeadsToADecisionInsideAGroup() {
        dashboard.open("#decision-68").waitForCharts(PANELS);

        assertThat(detailOf(dashboard.decision(68))).isVisible();
        assertThat(detailOf(dashboard.decision(68))).containsText(Telling.time(136));
        assertThat(headOf(dashboard.decision(68))).isFocused();
    }

    @Test
    void anAddressOfADecisionThatIsGoneSaysSo() {
        dashboard.open("#decision-4711").waitForCharts(PANELS);

        assertThat(tab.page().locator(".decisions > .empty")).containsText("Decision 4711 is not kept here");
    }

    @Test
    void holdsStepAsideWhenOneLooksForChanges() {
        dashboard.open().waitForCharts(PANELS);
        assertThat(dashboard.decisions("Hold").first()).isVisible();

        tab.page().locator(".toggle").click();

        assertThat(dashboard.decisions("Hold")).hasCount(0);
        assertThat(dashboard.decisions("Scale")).hasCount(6);
    }

    @Test
    void anOpenReasonStaysOpenAndFocusedWhileDecisionsArrive() {
        dashboard.open().waitForCharts(PANELS);
        headOf(dashboard.decisions("Scale").first()).click();

        headroom.advance(31);

        assertThat(dashboard.decisions().first()).containsText("10:03:");
        assertThat(detailOf(dashboard.decision(72))).isVisible();
        assertThat(headOf(dashboard.decision(72))).isFocused();
    }

    @Test
    void allChartsShareOneCursor() {
        dashboard.open().waitForCharts(PANELS);

        dashboard.pointAt("p95", 0.25);

        assertThat(dashboard.moment()).hasText("at 10:01:00");
        assertEquals(List.of(Math.round(story.at(60).p95() * 1000) + " ms"), dashboard.keyValues("p95"));
        assertEquals(List.of("3", "3"), dashboard.keyValues("replicas"));
    }

    @Test
    void thePodsOfAPanelAreToldTogetherAndOneByOneUnderTheCursor() {
        dashboard.open().waitForCharts(PANELS);

        dashboard.pointAt("requests", 0.2);

        var key = dashboard.chart("in-flight").locator(".key");
        assertThat(key).containsText("3 pods, mean");
        assertThat(key).containsText("max");

        dashboard.pointAt("in-flight", 0.2);
        var lowest = dashboard.chart("in-flight").locator(".u-over").boundingBox();
        tab.page().mouse().move(lowest.x + lowest.width * 0.2, lowest.y + lowest.height - 4);

        assertThat(key).containsText(Pattern.compile("inference-7d9c5b8f6-\\w+"));
    }

    @Test
    void draggingLooksCloserAndADoubleClickGoesBack() {
        dashboard.open().waitForCharts(PANELS);

        dashboard.drag("p95", 0.25, 0.5);
        tab.page().mouse().move(5, 5);

        assertThat(dashboard.moment()).hasText(Pattern.compile("10:0(0:59|1:00|1:01) – 10:0(1:59|2:00|2:01)"));

        dashboard.chart("p95").locator(".u-over").dblclick();
        tab.page().mouse().move(5, 5);

        assertThat(dashboard.moment()).hasText("drag across a chart to look closer");
    }

    @Test
    void anotherAutoscalerCanBeChosenAndTheAddressRemembersIt() {
        headroom.addIdleAutoscaler();
        dashboard.open().waitForCharts(PANELS);

        dashboard.autoscaler().selectOption("default/idle");

        assertThat(tab.page().locator(".decisions > .empty")).hasText("No decision yet.");
        assertThat(dashboard.chart("p95")).hasCount(0);
        assertThat(dashboard.lastDecision()).containsText("nothing decided yet");
        headroom.advance(2);
        assertThat(dashboard.run().locator(".run-time")).hasText("2:32 of 4:00");
        assertThat(dashboard.decisions()).hasCount(0);

        tab.page().reload();

        assertThat(dashboard.autoscaler()).hasValue("default/idle");
        dashboard.autoscaler().selectOption("default/inference");
        dashboard.waitForCharts(PANELS);
        assertThat(dashboard.decisions("Scale")).hasCount(6);
    }

    @Test
    void podsServicesAndEventsAreListed() {
        dashboard.open().waitForCharts(PANELS);

        assertThat(dashboard.card("pods").locator("tbody tr")).hasCount(11);
        assertThat(dashboard.card("pods")).containsText("11 of 11 ready");
        assertThat(dashboard.card("pods").locator("tbody tr").first()).containsText("72 MiB");
        assertThat(dashboard.card("services")).containsText("127.9.0.1:8000, 127.0.0.1:8000");
        assertThat(dashboard.card("alerts")).containsText("No alert is pending or firing.");
        assertThat(dashboard.card("events").locator("li").first()).containsText("10:02:24");
    }

    @Test
    void thePageAsksNobodyButHeadroom() {
        dashboard.open().waitForCharts(PANELS);
        headroom.advance(2);
        assertThat(dashboard.run().locator(".run-time")).hasText("2:32 of 4:00");

        assertTrue(tab.requests().size() > 20, tab.requests().toString());
        tab.requests().forEach(request -> assertTrue(request.startsWith(headroom.url()), request));
    }

    @Test
    void namesAreTextWhateverTheySay() {
        var hostile = "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>";
        headroom.close();
        headroom = new ScriptedHeadroom(new Telling(story, hostile, Telling.time(-5)), 150);
        dashboard = tab.dashboard(headroom.url());

        dashboard.open().waitForCharts(PANELS);

        assertThat(dashboard.card("pods").locator("tbody th").first()).hasText(hostile);
        assertEquals(0, tab.page().locator("img, body script").count());
        assertEquals(false, tab.page().evaluate("() => 'hacked' in window"));
    }
}

package dev.headroom.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.headroom.browser.DashboardPage.detailOf;
import static dev.headroom.browser.DashboardPage.headOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The page on a phone and on a desk, in light and in dark.
@ExtendWith(NeedsChromium.class)
class LooksTest {

    private static final String LIGHT = "rgb(245, 246, 248)";
    private static final String DARK = "rgb(15, 19, 23)";

    private static Chromium chromium;

    private ScriptedHeadroom headroom;

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
        headroom = new ScriptedHeadroom(Story.withOutage(130, 165), 145);
    }

    @AfterEach
    void close() {
        headroom.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, Tab.PHONE_WIDTH, 700, 1000, 1200, Tab.DESK_WIDTH, 2560})
    void noWidthNeedsScrollingSideways(int width) {
        try (var tab = Tab.of(chromium, width, Tab.PHONE_HEIGHT, ColorScheme.LIGHT)) {
            var dashboard = tab.dashboard(headroom.url());
            dashboard.open("#decision-60").waitForCharts(PageTest.PANELS);
            assertThat(detailOf(dashboard.decision(60))).isVisible();

            assertTrue(dashboard.overflow() <= 0, "wider than the window by " + dashboard.overflow());
        }
    }

    @Test
    void aPhoneHasEverythingThatADeskHas() {
        try (var tab = Tab.phone(chromium)) {
            var dashboard = tab.dashboard(headroom.url());
            dashboard.open().waitForCharts(PageTest.PANELS);

            var scale = dashboard.decisions("Scale").first();
            headOf(scale).click();

            assertThat(detailOf(scale)).isVisible();
            assertThat(dashboard.tile("p95")).isVisible();
            assertThat(dashboard.card("pods").locator("tbody tr").first()).isVisible();
            assertTrue(dashboard.painted("p95").plot() > 100, dashboard.painted("p95").toString());
        }
    }

    @Test
    void allChartsAndDecisionsFitOnADesk() {
        try (var tab = Tab.desk(chromium)) {
            var dashboard = tab.dashboard(headroom.url());
            dashboard.open().waitForCharts(PageTest.PANELS);

            var lowest = dashboard.chart("cpu").boundingBox();
            assertTrue(lowest.y + lowest.height <= Tab.DESK_HEIGHT, "ends at " + (lowest.y + lowest.height));
            assertThat(dashboard.decisions().first()).isInViewport();
        }
    }

    @Test
    void thePageFollowsTheSystemUntilSomebodyChooses() {
        try (var tab = Tab.of(chromium, Tab.DESK_WIDTH, Tab.DESK_HEIGHT, ColorScheme.DARK)) {
            var dashboard = tab.dashboard(headroom.url());
            dashboard.open().waitForCharts(PageTest.PANELS);
            assertEquals(DARK, dashboard.background());

            dashboard.switchTheme();
            assertEquals(LIGHT, dashboard.background());

            tab.page().reload();
            dashboard.waitForCharts(PageTest.PANELS);
            assertEquals(LIGHT, dashboard.background());

            dashboard.switchTheme();
            dashboard.switchTheme();
            assertEquals(DARK, dashboard.background());
        }
    }

    @Test
    void chartsChangeTheirColoursWithTheTheme() {
        var pixels = "chart => chart.querySelector('canvas').toDataURL()";
        try (var tab = Tab.desk(chromium)) {
            var dashboard = tab.dashboard(headroom.url());
            dashboard.open().waitForCharts(PageTest.PANELS);
            var light = dashboard.chart("p95").evaluate(pixels);

            dashboard.switchTheme();
            dashboard.switchTheme();

            assertEquals(DARK, dashboard.background());
            tab.page().waitForCondition(() -> !light.equals(dashboard.chart("p95").evaluate(pixels)));
            assertNotEquals(light, dashboard.chart("p95").evaluate(pixels));
        }
    }
}

package dev.headroom.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.headroom.browser.DashboardPage.detailOf;
import static dev.headroom.browser.DashboardPage.headOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the page says when something is broken: the metrics path, a query, the connection, Headroom itself.
@ExtendWith(NeedsChromium.class)
class TroubleTest {

    private static Chromium chromium;

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
        headroom = new ScriptedHeadroom(Story.withOutage(130, 165), 120);
        tab = Tab.desk(chromium);
        dashboard = tab.dashboard(headroom.url());
    }

    @AfterEach
    void close() {
        tab.close();
        headroom.close();
    }

    @Test
    void anOutageNamesTheBrokenHopAndHealsByItself() {
        dashboard.open().waitForCharts(PageTest.PANELS);
        assertThat(dashboard.notice()).containsText("No trouble");

        headroom.advance(25);

        assertThat(dashboard.notice()).hasAttribute("data-kind", "trouble");
        assertThat(dashboard.notice()).containsText(
                "connection refused at http://127.10.0.1:8000/prometheus; the newest sample is 15 s old");
        assertThat(dashboard.notice()).containsText("1 alert firing");
        assertThat(dashboard.tile("p95").locator(".tile-value")).hasText("no data");
        assertThat(dashboard.tile("replicas").locator(".tile-note")).containsText("no opinion");
        assertThat(dashboard.card("alerts")).containsText("TargetDown");
        assertThat(dashboard.lastDecision()).containsText("Abstain");
        assertThat(tab.page().locator(".signals")).containsText("Stale: the newest sample is 15 s old");

        headroom.advance(25);

        assertThat(dashboard.notice()).hasAttribute("data-kind", "fine");
        assertThat(dashboard.tile("p95").locator(".tile-value")).hasText(Pattern.compile("\\d+\\sms"));
        assertThat(dashboard.decisions("Abstain")).hasCount(1);
    }

    @Test
    void anAbstainExplainsWhatWasMissing() {
        headroom.advance(20);
        dashboard.open().waitForCharts(PageTest.PANELS);
        var group = dashboard.decisions("Abstain").first();

        headOf(group).click();
        var newest = group.locator(".member").first();
        headOf(newest).click();

        assertThat(detailOf(newest)).containsText("the newest sample is 10 s old");
        assertThat(detailOf(newest).locator("[data-state=Stale]")).hasCount(3);
        assertThat(detailOf(newest)).containsText("no metric has a number");
    }

    @Test
    void nothingMovesWhenTroubleBegins() {
        dashboard.open().waitForCharts(PageTest.PANELS);
        var places = "() => ['.tiles', '.run', '.charts', '.decisions', '#pods'].map(each =>"
                + " each === '.decisions' ? document.querySelector(each).getBoundingClientRect().bottom"
                + " : document.querySelector(each).getBoundingClientRect().top).join()";
        var before = tab.page().evaluate(places);

        headroom.advance(20);
        assertThat(dashboard.notice()).hasAttribute("data-kind", "trouble");

        assertEquals(before, tab.page().evaluate(places));
    }

    @Test
    void aQueryThatFailsSaysSoInItsOwnPanelOnly() {
        headroom.breakQuery("failed");
        dashboard.open().waitForCharts(PageTest.PANELS);

        assertThat(dashboard.chart("errors").locator(".plot-note"))
                .hasText("query failed: query would load too many samples");
        assertThat(dashboard.chart("p95").locator(".plot-note")).isHidden();
        assertThat(dashboard.tile("errors").locator(".tile-value")).hasText("no data");
    }

    @Test
    void aPanelWithoutDataSaysNoDataInsteadOfZero() {
        headroom.close();
        headroom = new ScriptedHeadroom(Story.withOutage(0, 240), 30);
        dashboard = tab.dashboard(headroom.url());
        dashboard.open().waitForCharts(PageTest.PANELS);

        assertThat(dashboard.chart("p95").locator(".plot-note")).hasText("no data");
        assertThat(dashboard.chart("requests").locator(".plot-note")).hasText("no data");
        assertThat(dashboard.chart("replicas").locator(".plot-note")).isHidden();
        assertThat(dashboard.tile("errors").locator(".tile-value")).hasText("no data");
    }

    @Test
    void aLostConnectionGreysTheOldDataAndComesBackWithWhatWasMissed() {
        dashboard.open().waitForCharts(PageTest.PANELS);

        headroom.stop();

        assertThat(dashboard.notice()).containsText(
                Pattern.compile("Connection to Headroom lost. What you see is from 10:02:00, (just now|\\d+.s ago)."));
        assertThat(dashboard.connection()).hasText("Disconnected");
        assertThat(tab.page().locator(".middle")).hasCSS("filter", "grayscale(1)");
        assertThat(dashboard.notice()).hasCSS("filter", "none");

        headroom.advance(60);
        headroom.restart();

        assertThat(dashboard.connection()).hasText("Live");
        assertThat(tab.page().locator(".middle")).hasCSS("filter", "none");
        assertThat(dashboard.run().locator(".run-time")).hasText("3:00 of 4:00");
        assertThat(dashboard.decisions("Abstain")).hasCount(1);
    }

    @Test
    void anotherProcessAtTheSameAddressBeginsAnew() {
        dashboard.open().waitForCharts(PageTest.PANELS);
        headOf(dashboard.decisions("Scale").first()).click();

        headroom.stop();
        assertThat(dashboard.connection()).hasText("Disconnected");
        headroom.restart(new Telling(Story.calm(), Story.podName(0), Telling.time(5)), 12);

        assertThat(dashboard.connection()).hasText("Live");
        assertThat(dashboard.run().locator(".run-time")).hasText("0:12 of 4:00");
        assertThat(dashboard.decisions("Scale")).hasCount(0);
        assertThat(dashboard.decisions("Hold")).hasCount(1);
        assertThat(dashboard.card("events").locator("li")).hasCount(1);
    }

    @Test
    void aHeadroomThatNeverAnswersIsNamedWithItsAddress() {
        tab.page().route("**/api/**", route -> {});
        dashboard.open();

        assertThat(dashboard.connection()).hasText("Connecting");
        var host = headroom.url().replaceAll("http://|/", "");
        assertThat(dashboard.notice()).containsText("Connecting to Headroom at " + host);
        assertThat(dashboard.notice()).containsText(
                "Headroom does not answer at " + host + ": is it running?");
    }

    @Test
    void withoutAnAutoscalerThePageSaysHowToGetOne() {
        headroom.removeAutoscalers();
        dashboard.open();

        assertThat(tab.page().locator(".none")).isVisible();
        assertThat(tab.page().locator(".none")).containsText("headroom up");
        assertThat(dashboard.chart("p95")).hasCount(0);
        assertTrue(dashboard.overflow() <= 0);
    }
}

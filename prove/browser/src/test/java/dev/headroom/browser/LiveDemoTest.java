package dev.headroom.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.headroom.demo.Demo;
import dev.headroom.verdicts.Ending;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.wholerun.ShortDemo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The page at a demo that runs: real replicas, real queries, real decisions.
@ExtendWith(NeedsChromium.class)
class LiveDemoTest {

    private static final List<String> PANELS =
            List.of("s0-prometheus", "s1-prometheus", "replicas", "traffic", "errors", "cpu");

    private static final Duration LENGTH = Duration.ofMinutes(2);
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static Demo demo;
    private static CompletableFuture<RunRecord> run;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        demo = ShortDemo.start(folder, LENGTH);
        var shown = new CompletableFuture<Boolean>();
        run = CompletableFuture.supplyAsync(
                () -> demo.play(_ -> {}, second -> {
                    if (second.offset().compareTo(WARM_UP) >= 0) {
                        shown.complete(true);
                    }
                }),
                task -> Thread.ofVirtual().name("demo").start(task));
        CompletableFuture.anyOf(run, shown).join();
        assertTrue(shown.isDone(), () -> "the run is over already: " + run.join().ending());
    }

    @AfterAll
    static void stop() throws ExecutionException, InterruptedException {
        demo.stop(new Ending.Interrupted());
        assertInstanceOf(Ending.Interrupted.class, run.get().ending());
        demo.close();
        chromium.close();
    }

    @Test
    void aDeskSeesTheChartsDrawAndAReasonOpen() {
        try (var tab = Tab.desk(chromium)) {
            var dashboard = look(tab);
            for (var panel : PANELS) {
                var painted = dashboard.painted(panel);
                assertTrue(painted.axis() > 50, panel + " has an axis: " + painted);
            }
            assertTrue(dashboard.painted("traffic").plot() > 50, "requests are drawn");
            assertThat(dashboard.run().locator(".run-time")).containsText("of 2:00");
            assertThat(dashboard.card("pods")).containsText("2 of 2 ready");
            assertThat(opened(dashboard)).containsText("histogram_quantile");
            picture(tab, "desk");
        }
    }

    @Test
    void aPhoneSeesTheSameWithoutScrollingSideways() {
        try (var tab = Tab.phone(chromium)) {
            var dashboard = look(tab);
            assertEquals(0, dashboard.overflow());
            opened(dashboard);
            assertEquals(0, dashboard.overflow());
            picture(tab, "phone");
        }
    }

    private static DashboardPage look(Tab tab) {
        return tab.dashboard(demo.wiring().url() + "/").open().waitForCharts(PANELS);
    }

    /// Opens the newest group of decisions and in it the newest decision, as they are now: newer ones go on coming.
    private static Locator opened(DashboardPage dashboard) {
        var group = dashboard.decisions().first();
        DashboardPage.headOf(group).click();
        var member = group.locator(".entry").first();
        var decision = dashboard.page().locator("#" + member.getAttribute("id"));
        DashboardPage.headOf(decision).click();
        var detail = DashboardPage.detailOf(decision);
        assertThat(detail.locator(".reasons > li").first()).isVisible();
        return detail;
    }

    private static void picture(Tab tab, String name) {
        assertEquals(List.of(), tab.complaints());
        tab.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "pictures", "live-" + name + ".png"))
                        .setFullPage(true));
    }
}

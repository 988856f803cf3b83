package dev.headroom.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import dev.headroom.demo.Demo;
import dev.headroom.verdicts.Ending;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.wholerun.ShortDemo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static Demo demo;
    private static CompletableFuture<RunRecord> run;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        demo = ShortDemo.start(folder, LENGTH);
        var shown = new CountDownLatch(1);
        run = CompletableFuture.supplyAsync(() -> demo.play(_ -> {}, second -> {
            if (second.offset().toSeconds() >= 10) {
                shown.countDown();
            }
        }));
        CompletableFuture.anyOf(run, CompletableFuture.runAsync(() -> await(shown))).join();
        assertFalse(run.isDone(), () -> "the run is over already: " + run.join().ending());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
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
            assertThat(dashboard.card("pods")).containsText("Running");
            var entry = dashboard.decisions().first();
            DashboardPage.headOf(entry).click();
            assertThat(DashboardPage.detailOf(entry).locator(".reasons > li").first()).isVisible();
            assertThat(DashboardPage.detailOf(entry)).containsText("histogram_quantile");
            picture(tab, "desk");
        }
    }

    @Test
    void aPhoneSeesTheSameWithoutScrollingSideways() {
        try (var tab = Tab.phone(chromium)) {
            var dashboard = look(tab);
            assertEquals(0, dashboard.overflow());
            var entry = dashboard.decisions().first();
            DashboardPage.headOf(entry).click();
            assertThat(DashboardPage.detailOf(entry).locator(".reasons > li").first()).isVisible();
            assertEquals(0, dashboard.overflow());
            picture(tab, "phone");
        }
    }

    private static DashboardPage look(Tab tab) {
        return tab.dashboard(demo.wiring().url() + "/").open().waitForCharts(PANELS);
    }

    private static void picture(Tab tab, String name) {
        assertEquals(List.of(), tab.complaints());
        tab.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "pictures", "live-" + name + ".png"))
                        .setFullPage(true));
    }
}

package dev.headroom.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
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

/// The page of scrape targets at a Headroom that scrapes a shop and 2 000 targets more.
@ExtendWith(NeedsChromium.class)
class TargetsPageTest {

    private static final int MANY = 2_000;

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static ShopHeadroom headroom;

    private Tab tab;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        headroom = new ShopHeadroom(folder, MANY);
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
        assertEquals(List.of(), tab.complaints());
        tab.close();
    }

    private void targets(String search) {
        tab.page().navigate(headroom.url() + "targets" + search);
        assertThat(pool("broken")).containsText("1 down");
    }

    private Locator pool(String name) {
        return tab.page().locator(".pool[data-pool='" + name + "']");
    }

    private Locator rows(String pool) {
        return pool(pool).locator("tbody tr");
    }

    private Locator state(String state) {
        return tab.page().locator(".filter button[data-state='" + state + "']");
    }

    @Test
    void poolsSayHowManyOfTheirTargetsAreUpAndThoseInTroubleComeFirst() {
        targets("");

        assertThat(pool("shop").locator(".pool-counts")).hasText("2 of 2 up");
        assertThat(pool("broken").locator(".pool-counts")).hasText("0 of 1 up · 1 down");
        assertThat(pool("empty")).containsText("Nothing is found for this pool.");
        assertThat(tab.page().locator(".pool h2").first()).hasText("broken");
        assertThat(tab.page()).hasTitle(Pattern.compile("^\\d+ down · Targets · Headroom$"));
    }

    @Test
    void aTargetHasItsAddressLabelsTimesAndWhyItIsDown() {
        targets("");

        var up = rows("shop").first();
        assertThat(up.locator("a")).hasAttribute("href", Pattern.compile("^http://.*/metrics$"));
        assertThat(up.locator(".label-set").first()).containsText("team=\"checkout\"");
        assertThat(up.locator("[data-name='Last scrape'] time")).hasText(Pattern.compile("just now|\\d+.s ago"));
        assertThat(up.locator("[data-name='Last scrape'] time")).hasAttribute("title", Pattern.compile("\\d{4}.*UTC"));
        assertThat(up.locator("[data-name='Took']")).hasText(Pattern.compile("[\\d.]+.m?s"));
        assertThat(up.locator("[data-name='Every']")).hasText("1s");
        var down = rows("broken").first();
        assertThat(down.locator(".badge")).hasText("down");
        assertThat(down.locator(".problem"))
                .hasText("server returned HTTP status 404 Not Found: " + headroom.shop() + "/missing");
    }

    @Test
    void labelsBeforeRelabellingAndDroppedTargetsAreShownOnDemand() {
        targets("");

        rows("shop").first().locator("summary").click();
        assertThat(rows("shop").first().locator(".discovered")).containsText("__metrics_path__=\"/metrics\"");

        assertThat(pool("shop").locator(".dropped-list li")).hasCount(0);
        pool("shop").locator(".dropped > summary").click();
        assertThat(pool("shop").locator(".dropped-list > li")).hasCount(2);
        assertThat(pool("shop").locator(".dropped-list")).containsText("__address__=\"10.0.0.2:80\"");
    }

    @Test
    void wordsAndAStateNarrowTheListAndTheAddressRemembersThem() {
        targets("");

        var field = tab.page().getByRole(AriaRole.SEARCHBOX);
        field.fill("CHECKOUT localhost");
        assertThat(tab.page().locator(".filter-count")).hasText("1 of 2004 targets");
        assertThat(tab.page().locator(".pool")).hasCount(1);
        assertThat(rows("shop")).hasCount(1);
        assertThat(pool("shop").locator(".pool-counts")).hasText("2 of 2 up");

        field.fill("");
        state("down").click();
        assertThat(pool("broken")).isVisible();
        assertThat(pool("shop")).hasCount(0);
        assertThat(tab.page()).hasURL(headroom.url() + "targets?state=down");

        targets("?state=down&search=missing");
        assertThat(field).hasValue("missing");
        assertThat(state("down")).hasAttribute("aria-pressed", "true");
        assertThat(tab.page().locator(".filter-count")).hasText("1 of 2004 targets");
        field.fill("nobody has this");
        assertThat(tab.page().locator("main > .empty")).hasText("No target is like that.");
    }

    @Test
    void thousandsOfTargetsAreCountedAndSearchedButNotAllDrawn() {
        targets("");

        assertThat(pool("many").locator(".pool-counts")).containsText("of " + MANY + " up");
        assertThat(rows("many")).hasCount(100);
        tab.page().getByRole(AriaRole.SEARCHBOX).fill("n1999");
        assertThat(rows("many")).hasCount(1);

        tab.page().getByRole(AriaRole.SEARCHBOX).fill("");
        pool("many").locator("> .more").click();
        assertThat(rows("many")).hasCount(MANY);
    }

    @ParameterizedTest
    @ValueSource(ints = {320, Tab.PHONE_WIDTH, 700, 950, 1200, 2560})
    void noWidthNeedsScrollingSideways(int width) {
        tab.close();
        tab = Tab.of(chromium, width, Tab.PHONE_HEIGHT, ColorScheme.DARK);
        targets("");

        rows("shop").first().locator("summary").click();
        var overflow = (Integer) tab.page().evaluate("() => document.documentElement.scrollWidth - innerWidth");
        assertTrue(overflow <= 0, "wider than the window by " + overflow);
    }

    @Test
    void allPagesLeadToEachOther() {
        targets("");

        var pages = tab.page().getByRole(AriaRole.NAVIGATION);
        for (var page : List.of("Graph", "Rules", "Overview", "Targets")) {
            pages.getByText(page).click();
            assertThat(pages.locator("[aria-current=page]")).hasText(page);
        }
        for (var request : tab.requests()) {
            assertTrue(request.startsWith(headroom.url()), request);
        }
    }
}

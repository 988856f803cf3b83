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

/// The page of rules and alerts at a Headroom that evaluates the rules of a shop.
@ExtendWith(NeedsChromium.class)
class RulesPageTest {

    @TempDir
    private static Path folder;

    private static Chromium chromium;
    private static ShopHeadroom headroom;

    private Tab tab;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        headroom = new ShopHeadroom(folder);
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

    /// Opens the page when the alerts are as far as they get.
    private void rules(String path) {
        tab.page().navigate(headroom.url() + path);
        assertThat(rule("QueueLong").locator("> .rule-head .badge")).hasText("firing");
        assertThat(rule("QueueStuck").locator("> .rule-head .badge")).hasText("pending");
    }

    private Locator rule(String name) {
        return tab.page().locator(".rule[data-rule='" + name + "']");
    }

    private Locator state(String state) {
        return tab.page().locator(".filter button[data-state='" + state + "']");
    }

    @Test
    void aGroupSaysWhereItIsFromAndWhenItWasEvaluated() {
        rules("rules");

        var group = tab.page().locator(".group[data-group='shop'] > .card-head");
        assertThat(group).containsText("rules.yml");
        assertThat(group).containsText("4 rules every 1s");
        assertThat(group).containsText(Pattern.compile("(just now|ago), took [\\d.]+.m?s"));
    }

    @Test
    void anAlertingRuleShowsWhatItAsksAndTheAlertsThatAreActive() {
        rules("rules");

        var rule = rule("QueueLong");
        assertThat(rule.locator(".rule-facts")).containsText("keeps firing for 5m");
        assertThat(rule.locator("> .label-set")).hasText("severity=\"page\"");
        assertThat(rule.locator("> .annotations")).containsText("{{ $labels.queue }}: {{ $value }} jobs");
        assertThat(rule.locator(".alerts tbody tr")).hasCount(2);
        var alert = rule.locator(".alerts tbody tr").first();
        assertThat(alert.locator(".label-set")).containsText("queue=\"emails\"");
        assertThat(alert.locator(".annotations")).containsText("emails: 31.5 jobs");
        assertThat(alert.locator(".annotations a")).hasAttribute("href", "https://shop.example/queue");
        assertThat(alert.locator("[data-name=Value]")).hasText("31.5");
        assertThat(alert.locator("[data-name=Since] time")).hasAttribute("title", Pattern.compile("\\d{4}.*UTC"));
        assertThat(rule("QueueStuck").locator(".rule-facts")).containsText("for 1h");
        assertThat(rule("QueueEmpty").locator(".badge")).hasText("inactive");
        assertThat(rule("QueueEmpty").locator(".alerts")).hasCount(0);
    }

    @Test
    void anExpressionLeadsToItsTable() {
        rules("rules");

        rule("code:shop_requests:sum").locator(".rule-query").click();

        assertThat(tab.page().getByLabel("PromQL expression")).hasValue("sum by (code) (shop_requests_total)");
        assertThat(tab.page().locator(".values tbody tr")).hasCount(2);
    }

    @Test
    void aRuleThatFailsSaysWhy() {
        tab.page().navigate(headroom.url() + "rules?state=failing");

        assertThat(rule("many:to:many").locator(".problem")).containsText("found duplicate series for the match group");
        assertThat(rule("many:to:many")).containsText("the newest evaluation failed");
        assertThat(tab.page().locator(".rule")).hasCount(1);
    }

    @Test
    void statesAndWordsNarrowTheList() {
        rules("rules");

        state("pending").click();
        assertThat(tab.page().locator(".rule")).hasCount(1);
        assertThat(tab.page()).hasURL(headroom.url() + "rules?state=pending");
        state("recording").click();
        assertThat(tab.page().locator(".rule")).hasCount(2);
        state("all").click();
        tab.page().getByRole(AriaRole.SEARCHBOX).fill("shop.example");
        assertThat(tab.page().locator(".rule")).hasCount(1);
        assertThat(rule("QueueLong")).isVisible();
    }

    @Test
    void theAddressOfTheAlertsBeginsWithThoseThatAreActive() {
        rules("alerts");

        assertThat(state("active")).hasAttribute("aria-pressed", "true");
        assertThat(rule("QueueEmpty")).hasCount(0);
        state("inactive").click();
        assertThat(rule("QueueEmpty")).isVisible();
        assertThat(tab.page()).hasURL(headroom.url() + "rules?state=inactive");
    }

    @Test
    void aHeadroomThatIsGoneIsNamedAndItsOldRulesStay() {
        rules("rules");

        tab.page().route("**/api/**", route -> route.abort());

        assertThat(tab.page().locator(".filter-trouble")).containsText("Headroom does not answer at");
        assertThat(tab.page().locator("#connection")).hasText("Disconnected");
        assertThat(rule("QueueLong")).isVisible();
        tab.page().unroute("**/api/**");
        assertThat(tab.page().locator("#connection")).hasText("Live");
        assertThat(tab.page().locator(".filter-trouble")).isHidden();
        assertTrue(tab.complaints().removeIf(complaint -> complaint.contains("net::ERR_FAILED")));
    }

    @ParameterizedTest
    @ValueSource(ints = {320, Tab.PHONE_WIDTH, 700, 950, 1200, 2560})
    void noWidthNeedsScrollingSideways(int width) {
        tab.close();
        tab = Tab.of(chromium, width, Tab.PHONE_HEIGHT, ColorScheme.LIGHT);
        rules("rules");

        var overflow = (Integer) tab.page().evaluate("() => document.documentElement.scrollWidth - innerWidth");
        assertTrue(overflow <= 0, "wider than the window by " + overflow);
    }
}

package dev.headroom.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.List;

/// The page as a person sees it, at any Headroom.
///
/// @param url where Headroom listens, with the `/` at its end
record DashboardPage(Page page, String url) {

    /// Counts canvas pixels: in the plotting area those that are as blue as the first line, below the marks at its
    /// upper edge; and all that are painted in the stretch to its left, where the axis has its numbers.
    private static final String PAINTED =
            """
            chart => {
                const canvas = chart.querySelector('canvas');
                if (canvas === null) return [0, 0];
                const copy = document.createElement('canvas');
                copy.width = canvas.width;
                copy.height = canvas.height;
                const context = copy.getContext('2d', {willReadFrequently: true});
                context.drawImage(canvas, 0, 0);
                const plot = chart.querySelector('.u-over');
                const scale = canvas.width / canvas.clientWidth;
                const left = Math.floor(plot.offsetLeft * scale);
                const marks = Math.floor((plot.offsetTop + 14) * scale);
                const count = (x, y, width, counts) => {
                    const data = context.getImageData(x, y, width, canvas.height - y).data;
                    let sum = 0;
                    for (let i = 0; i < data.length; i += 4) {
                        if (data[i + 3] > 100 && counts(data[i], data[i + 2])) sum++;
                    }
                    return sum;
                };
                return [
                    count(left, marks, Math.floor(plot.clientWidth * scale), (red, blue) => blue - red > 60),
                    count(0, 0, left, () => true),
                ];
            }
            """;

    /// What a chart has painted, in pixels.
    record Painted(int plot, int axis) {}

    DashboardPage open() {
        page.navigate(url);
        return this;
    }

    DashboardPage open(String hash) {
        page.navigate(url + hash);
        return this;
    }

    /// Waits until the page is connected and has drawn each of these panels.
    DashboardPage waitForCharts(List<String> panels) {
        PlaywrightAssertions.assertThat(connection()).hasText("Live");
        for (var panel : panels) {
            PlaywrightAssertions.assertThat(chart(panel).locator("canvas")).hasCount(1);
            PlaywrightAssertions.assertThat(chart(panel).locator(".plot-note")).not().hasText("loading …");
        }
        return this;
    }

    Locator connection() {
        return page.locator("#connection");
    }

    /// The line that says what is wrong.
    Locator notice() {
        return page.locator(".notice");
    }

    Locator autoscaler() {
        return page.locator("#autoscaler");
    }

    Locator tile(String panel) {
        return page.locator(".tile[data-tile='" + panel + "']");
    }

    Locator lastDecision() {
        return page.locator(".last");
    }

    Locator run() {
        return page.locator(".run");
    }

    Locator chart(String panel) {
        return page.locator(".chart[data-panel='" + panel + "']");
    }

    /// The values in the key of a chart, in its order.
    List<String> keyValues(String panel) {
        return chart(panel).locator(".key-value").allTextContents().stream().map(DashboardPage::plain).toList();
    }

    Painted painted(String panel) {
        var counts = (List<?>) chart(panel).evaluate(PAINTED);
        return new Painted((Integer) counts.get(0), (Integer) counts.get(1));
    }

    /// Which time the cursor is at, or which stretch was zoomed to.
    Locator moment() {
        return page.locator(".moment");
    }

    /// Puts the cursor into a chart, at a share of its width.
    void pointAt(String panel, double share) {
        var box = chart(panel).locator(".u-over").boundingBox();
        page.mouse().move(box.x + box.width * share, box.y + box.height / 2);
    }

    /// Selects a stretch of a chart by dragging, between two shares of its width.
    void drag(String panel, double from, double to) {
        pointAt(panel, from);
        page.mouse().down();
        pointAt(panel, (from + to) / 2);
        pointAt(panel, to);
        page.mouse().up();
    }

    /// The entries of the timeline, newest first: decisions, and groups of them.
    Locator decisions() {
        return page.locator(".timeline > .entry");
    }

    /// The entries with a verdict: `Scale`, `Hold`, `Abstain`.
    Locator decisions(String verdict) {
        return page.locator(".timeline > .entry[data-verdict='" + verdict + "']");
    }

    Locator decision(long id) {
        return page.locator("#decision-" + id);
    }

    /// The line of an entry that opens and closes it.
    static Locator headOf(Locator entry) {
        return entry.locator("> .entry-head");
    }

    static Locator detailOf(Locator entry) {
        return entry.locator("> .entry-body > .detail");
    }

    Locator card(String id) {
        return page.locator("#" + id);
    }

    void switchTheme() {
        page.locator("#theme").click();
    }

    String background() {
        return (String) page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor");
    }

    /// By how many pixels the page is wider than the window.
    int overflow() {
        return (Integer) page.evaluate("() => document.documentElement.scrollWidth - innerWidth");
    }

    /// Without the blanks that do not break.
    static String plain(String text) {
        return text.replace('\u00a0', ' ');
    }
}

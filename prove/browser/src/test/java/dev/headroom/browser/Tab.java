package dev.headroom.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A window with one page in it, and everything that went wrong or was asked for there.
///
/// @param complaints errors of the page and messages of its console that warn
/// @param requests the addresses that were asked for
record Tab(BrowserContext context, Page page, List<String> complaints, List<String> requests)
        implements AutoCloseable {

    static final int DESK_WIDTH = 1440;
    static final int DESK_HEIGHT = 900;
    static final int PHONE_WIDTH = 390;
    static final int PHONE_HEIGHT = 844;

    static Tab desk(Chromium chromium) {
        return of(chromium, DESK_WIDTH, DESK_HEIGHT, ColorScheme.LIGHT);
    }

    static Tab phone(Chromium chromium) {
        return of(chromium, PHONE_WIDTH, PHONE_HEIGHT, ColorScheme.LIGHT);
    }

    static Tab of(Chromium chromium, int width, int height, ColorScheme scheme) {
        var context = chromium.browser().newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setTimezoneId("UTC"));
        var page = context.newPage();
        page.setDefaultTimeout(Chromium.PATIENCE_MILLIS);
        var complaints = new ArrayList<String>();
        var requests = new ArrayList<String>();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onRequest(request -> requests.add(request.url()));
        return new Tab(context, page, complaints, requests);
    }

    DashboardPage dashboard(String url) {
        return new DashboardPage(page, url);
    }

    /// Evaluates an expression over `m`, a module of the page; what it gives is compared as text.
    String module(String url, String module, String expression) {
        var value = page.evaluate("async () => { const m = await import('" + url + "js/" + module
                + ".js'); const value = " + expression + "; return typeof value === 'string' ? value :"
                + " JSON.stringify(value); }");
        return DashboardPage.plain(Objects.toString(value));
    }

    @Override
    public void close() {
        context.close();
    }
}

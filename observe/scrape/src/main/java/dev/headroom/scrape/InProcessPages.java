package dev.headroom.scrape;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Serves pages of this very process without HTTP, by their URL (Headroom's own metrics, CPU and memory of its pods),
/// and leaves all other URLs to another fetcher. So they take the same path as every other page: loop, limits, reports.
public final class InProcessPages implements PageFetcher {

    private final Map<String, Supplier<Page>> pages;
    private final PageFetcher others;

    /// A page is made on a thread of its own: it may ask the very loops that fetch it how they fare.
    private final Executor threads;

    /// @param pages by URL, as in [ScrapeTarget#url]; suppliers are asked on a thread of their own
    public InProcessPages(Map<String, Supplier<Page>> pages, PageFetcher others) {
        this(pages, others, task -> Thread.ofVirtual().name("own-page").start(task));
    }

    InProcessPages(Map<String, Supplier<Page>> pages, PageFetcher others, Executor threads) {
        this.pages = Map.copyOf(pages);
        this.others = others;
        this.threads = threads;
    }

    @Override
    public CompletableFuture<Fetched> fetch(Request request) {
        var page = pages.get(request.url());
        if (page == null) {
            return others.fetch(request);
        }
        return CompletableFuture.supplyAsync(() -> page(request, page), threads);
    }

    /// A page whose supplier fails is a failed scrape, as it would be over HTTP.
    private static Fetched page(Request request, Supplier<Page> supplier) {
        try {
            var page = supplier.get();
            return page.body().length <= request.bodyLimit()
                    ? page
                    : new Failed(HttpPageFetcher.tooLarge(request));
        } catch (RuntimeException failure) {
            return new Failed("page " + request.url() + " of this process failed: " + failure);
        }
    }
}

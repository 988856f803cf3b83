package dev.headroom.scrape;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Something that gets metrics pages: over HTTP, from inside this process, or from a test.
public interface PageFetcher {

    /// Starts getting a page. Whoever asked may complete the future first, with [Fetched.Failed], when the deadline
    /// passes or the answer is no longer wanted; the fetcher then lets go of its resources.
    CompletableFuture<Fetched> fetch(Request request);

    /// What is asked for.
    ///
    /// @param timeout told to the target, so that it need not finish what nobody waits for
    /// @param bodyLimit bytes of the unpacked page beyond which the fetch fails, see [ScrapeLimits#bodyBytes]
    record Request(String url, Duration timeout, int bodyLimit, Asking asking) {}

    /// What came of it.
    sealed interface Fetched {}

    /// A page. Its bytes are shared, not copied, and read once.
    ///
    /// @param contentType as the target says, empty when it does not
    /// @param fallback the media type that it is taken for when the target does not say, or says something unknown
    @SuppressWarnings("ArrayRecordComponent") // a page is up to 16 MiB, made once and read once, never compared
    record Page(String contentType, byte[] body, String fallback) implements Fetched {

        /// A page that is text when its type is missing or unknown.
        public Page(String contentType, byte[] body) {
            this(contentType, body, TEXT);
        }
    }

    /// The type of the text format.
    String TEXT = "text/plain";

    /// No page; `error` is one line that says which hop broke and how.
    record Failed(String error) implements Fetched {}
}

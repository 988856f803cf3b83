package dev.headroom.scrape;

import dev.headroom.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Answers with what the test said last for a URL, after the delay that the test said.
final class ScriptedFetcher implements PageFetcher {

    private record Script(Fetched answer, Duration delay) {}

    private final Timeline timeline;
    private final Map<String, Script> scripts = new HashMap<>();
    int asked;

    ScriptedFetcher(Timeline timeline) {
        this.timeline = timeline;
    }

    void page(String url, String text) {
        answer(url, new Page("text/plain", text.getBytes(StandardCharsets.UTF_8)), Duration.ZERO);
    }

    void answer(String url, Fetched answer, Duration delay) {
        scripts.put(url, new Script(answer, delay));
    }

    @Override
    public CompletableFuture<Fetched> fetch(Request request) {
        asked++;
        var script = scripts.get(request.url());
        if (script == null) {
            return CompletableFuture.completedFuture(new Failed("connection refused: nothing listens at "
                    + request.url()));
        }
        if (script.delay().isZero()) {
            return CompletableFuture.completedFuture(script.answer());
        }
        var later = new CompletableFuture<Fetched>();
        timeline.after(script.delay(), () -> later.complete(script.answer()));
        return later;
    }
}

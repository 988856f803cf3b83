package dev.headroom.kubernetes;

import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The objects of one kind, listed once and kept current by a watch.
///
/// @param <T> what is kept of an object
public final class Informer<T> implements AutoCloseable {

    /* notes
     *
     * 1. The list is read in pages of `PAGE` from one snapshot; its resource version is where the watch begins.
     * 2. Every event moves the version on, and so do bookmarks, which the server sends about once a minute; a watch
     *    that ends for whatever reason begins again at that version, so nothing is missed and nothing is read twice.
     * 3. A version that the server has forgotten (410) means a list again; what is gone meanwhile is found by
     *    comparing, and told like a deletion.
     * 4. A kind that the server does not know any more (404) has no objects; it is listed again and again, so that it
     *    may come back.
     * 5. A connection can be dead without a word. A watch is asked to end after 5 to 10 minutes, and one that has said
     *    nothing for `SILENCE` is given up.
     * 6. After a failure: 0.8 s, doubled up to 10 s, each up to twice as long at random.
     *    Up to 30 s, as in client-go, would be a minute without news after an outage of the API server.
     * Source: the reflector of Kubernetes' client-go, with its other numbers.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Informer.class);

    /// How many objects a page of a list has (limit `listPage`).
    static final int PAGE = 500;

    static final Duration SILENCE = Duration.ofMinutes(3);
    private static final Duration LASTED = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final int SHORTEST_WATCH_SECONDS = 300;
    private static final Backoff.Span BACKOFF =
            new Backoff.Span(Duration.ofMillis(800), Duration.ofSeconds(10), 1);

    /// What is kept of an object; empty for one that cannot be read.
    @FunctionalInterface
    public interface Reading<T> {
        Optional<T> of(JsonNode object);
    }

    /// Hears of changes, one after the other.
    @FunctionalInterface
    public interface Listener<T> {

        /// @param before empty for one that is new
        /// @param after empty for one that is gone
        void changed(String key, Optional<T> before, Optional<T> after);
    }

    /// What is listed.
    ///
    /// @param namespace empty for all
    /// @param selector of labels; empty for all objects
    public record Scope(Resource resource, Optional<String> namespace, String selector) {

        public static Scope of(Resource resource, Optional<String> namespace) {
            return new Scope(resource, namespace, "");
        }

        private String path(String query) {
            var labels = selector.isEmpty() ? "" : "&labelSelector=" + Resource.encoded(selector);
            return resource.path(namespace) + "?" + query + labels;
        }
    }

    private final KubernetesApi api;
    private final Timeline timeline;
    private final Scope scope;
    private final Reading<T> reading;
    private final Listener<T> listener;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final Map<String, T> objects = new ConcurrentHashMap<>();
    private KubernetesApi.@Nullable Watch watch;
    private @Nullable Scheduled look;
    private String version = "";
    private long heardAt;
    private long round;
    private volatile boolean synced;
    private volatile boolean missing;
    private boolean closed;
    private volatile String trouble = "";

    public Informer(
            KubernetesApi api, Timeline timeline, Scope scope, RandomGenerator random, Reading<T> reading,
            Listener<T> listener) {
        this.api = api;
        this.timeline = timeline;
        this.scope = scope;
        this.random = random;
        this.reading = reading;
        this.listener = listener;
        this.backoff = new Backoff(BACKOFF, random);
    }

    public synchronized void start() {
        look = timeline.every(LOOK, LOOK, this::giveUpSilence);
        timeline.after(Duration.ZERO, this::list);
    }

    /// Whether there was a complete list.
    public boolean isSynced() {
        return synced;
    }

    /// Whether a watch is open and nothing is wrong with it: what is known is not older than the way it takes.
    public synchronized boolean isFollowing() {
        return synced && watch != null && trouble.isEmpty();
    }

    /// Whether the server does not know the kind: its definition is not installed, or not any more.
    public boolean isMissing() {
        return missing;
    }

    /// What went wrong last; empty when nothing is wrong.
    public String trouble() {
        return trouble;
    }

    /// `namespace/name` to object; one without a namespace is its name.
    public Map<String, T> objects() {
        return Map.copyOf(objects);
    }

    public Optional<T> find(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void list() {
        if (isClosed()) {
            return;
        }
        var found = new HashMap<String, JsonNode>();
        var next = "";
        do {
            var more = next.isEmpty() ? "" : "&continue=" + Resource.encoded(next);
            var answer = api.send(Request.list(scope.path("limit=" + PAGE + more)));
            if (!(answer instanceof Answer.Done(var page))) {
                missing = answer.isNotFound();
                if (missing) {
                    Set.copyOf(objects.keySet()).forEach(this::removed);
                }
                retry("list", answer.why(), this::list);
                return;
            }
            for (var item : page.path("items")) {
                found.put(key(item), JsonFields.typed(item, scope.resource()));
            }
            version = page.path("metadata").path("resourceVersion").asString("");
            next = page.path("metadata").path("continue").asString("");
        } while (!next.isEmpty());
        var gone = new HashSet<>(objects.keySet());
        gone.removeAll(found.keySet());
        gone.forEach(this::removed);
        found.forEach(this::put);
        synced = true;
        missing = false;
        trouble = "";
        backoff.succeeded();
        follow();
    }

    private void follow() {
        long now;
        synchronized (this) {
            if (closed) {
                return;
            }
            round++;
            now = round;
            heardAt = timeline.nanos();
        }
        int seconds = SHORTEST_WATCH_SECONDS + random.nextInt(SHORTEST_WATCH_SECONDS);
        var opened = api.watch(
                scope.path("watch=true&allowWatchBookmarks=true&timeoutSeconds=" + seconds + "&resourceVersion="
                        + Resource.encoded(version)),
                new Following(now));
        synchronized (this) {
            if (round == now && !closed) {
                watch = opened;
            } else {
                opened.close();
            }
        }
    }

    /// One watch; what an earlier one still says counts no more.
    private final class Following implements KubernetesApi.WatchSink {
        private final long own;
        private final long began = timeline.nanos();
        private boolean expired;
        private boolean heard;
        private volatile boolean open;

        Following(long own) {
            this.own = own;
        }

        private boolean isOver() {
            synchronized (Informer.this) {
                if (own != round || closed) {
                    return true;
                }
                heardAt = timeline.nanos();
                return false;
            }
        }

        @Override
        public void opened() {
            open = true;
        }

        /// Whether it was open for long enough that what ended it has nothing to do with failures before.
        private boolean lasted() {
            return open && timeline.nanos() - began > LASTED.toNanos();
        }

        @Override
        public void event(WatchEvent event) {
            if (isOver()) {
                return;
            }
            heard = true;
            trouble = "";
            switch (event.type()) {
                case "ADDED", "MODIFIED" -> put(key(event.object()), event.object());
                case "DELETED" -> removed(key(event.object()));
                case "BOOKMARK" -> {}
                default -> {
                    expired = expired || event.object().path("code").asInt(0) == 410;
                    trouble = event.object().path("message").asString("the watch reported an error");
                    return;
                }
            }
            var seen = event.resourceVersion();
            if (!seen.isEmpty()) {
                version = seen;
            }
        }

        @Override
        public void ended(String why) {
            if (isOver()) {
                return;
            }
            synchronized (Informer.this) {
                watch = null;
                round++;
            }
            if (lasted()) {
                backoff.succeeded();
            }
            if (expired || why.startsWith("410") || why.startsWith("404")) {
                timeline.after(Duration.ZERO, Informer.this::list);
            } else if (heard && why.isEmpty()) {
                backoff.succeeded();
                timeline.after(Duration.ZERO, Informer.this::follow);
            } else {
                retry("watch", why.isEmpty() ? "it ended without a word" : why, Informer.this::follow);
            }
        }
    }

    private void retry(String what, String why, Runnable again) {
        var wait = backoff.failed();
        trouble = what + " of " + scope.resource().plural() + ": " + why;
        LOG.debug("{}; again in {}", trouble, wait);
        timeline.after(wait, again);
    }

    private void giveUpSilence() {
        KubernetesApi.Watch silent;
        synchronized (this) {
            silent = watch;
            if (silent == null || timeline.nanos() - heardAt < SILENCE.toNanos()) {
                return;
            }
            watch = null;
            round++;
        }
        silent.close();
        retry("watch", "nothing was heard for " + SILENCE, this::follow);
    }

    private void put(String key, JsonNode object) {
        var read = reading.of(object);
        if (read.isEmpty()) {
            removed(key);
            return;
        }
        var before = objects.put(key, read.get());
        if (!read.get().equals(before)) {
            tell(key, Optional.ofNullable(before), read);
        }
    }

    private void removed(String key) {
        var before = objects.remove(key);
        if (before != null) {
            tell(key, Optional.of(before), Optional.empty());
        }
    }

    private void tell(String key, Optional<T> before, Optional<T> after) {
        try {
            listener.changed(key, before, after);
        } catch (RuntimeException defect) {
            LOG.error("{} {}: a change was not dealt with", scope.resource().kind(), key, defect);
        }
    }

    private static String key(JsonNode object) {
        var metadata = object.path("metadata");
        var namespace = metadata.path("namespace").asString("");
        return (namespace.isEmpty() ? "" : namespace + "/") + metadata.path("name").asString("");
    }

    /// The objects of a namespace.
    public List<T> in(String namespace) {
        var all = new ArrayList<T>();
        objects.forEach((key, object) -> {
            if (key.startsWith(namespace + "/")) {
                all.add(object);
            }
        });
        return all;
    }

    @Override
    public void close() {
        KubernetesApi.Watch open;
        synchronized (this) {
            closed = true;
            open = watch;
            if (look != null) {
                look.cancel();
            }
        }
        if (open != null) {
            open.close();
        }
    }
}

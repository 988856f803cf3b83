package dev.headroom.server;

import dev.headroom.loop.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The events of a running Headroom, newest last. A warning that was listed for its object a moment ago is left out for
/// a while, whatever numbers its message has by now, as Kubernetes counts it instead of listing it: a controller that
/// fails each second must not push everything else out.
public final class EventLog {

    /// Events kept (limit `events`).
    static final int LIMIT = 5_000;

    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int REMEMBERED = 1_000;

    private record Saying(String kind, String object, String reason) {}

    private final Timelog<Event> log = new Timelog<>(LIMIT);
    private final Map<Saying, Instant> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Saying, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    public void add(Event event) {
        if (event.warning() && isRepeated(event)) {
            return;
        }
        log.add(event);
    }

    private boolean isRepeated(Event event) {
        var saying = new Saying(event.kind(), event.object(), event.reason());
        synchronized (said) {
            var last = said.get(saying);
            if (last != null && Duration.between(last, event.time()).compareTo(QUIET) < 0) {
                return true;
            }
            said.remove(saying);
            said.put(saying, event.time());
        }
        return false;
    }

    /// The newest `count` events, oldest first.
    public List<Timelog.Entry<Event>> newest(int count) {
        return log.newest(count);
    }

    /// Calls the listener with every later event, on the thread that adds it; it must be quick.
    public void listen(Consumer<Timelog.Entry<Event>> listener) {
        log.listen(listener);
    }
}

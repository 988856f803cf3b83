package dev.headroom.inference;

import dev.headroom.inference.InferenceConfig.LogLevel;
import dev.headroom.timeline.Timeline;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;

/// The log of a replica: one JSON object per line, `{"ts":"...","level":"info","event":"http_request_in",...}`.
///
/// Lines that every request would write are thinned at level info: one of a kind per second, with the number of those
/// left out since the last one as `skipped`. So the log costs a busy replica no more than an idle one.
final class EventLog {

    private static final long THINNED_TO_NANOS = 1_000_000_000L;

    /// A kind of line.
    enum Event {
        SERVICE_STARTED(LogLevel.INFO, false),
        MODEL_READY(LogLevel.INFO, false),
        SERVICE_STOPPING(LogLevel.INFO, false),
        SERVICE_STOPPED(LogLevel.INFO, false),
        HTTP_REQUEST_IN(LogLevel.INFO, true),
        PREDICT_INLINE_START(LogLevel.INFO, true),
        PREDICT_INLINE_ERROR(LogLevel.ERROR, true),
        MODEL_FAILED(LogLevel.ERROR, false);

        private final LogLevel level;
        private final boolean thinned;
        private final String word = name().toLowerCase(Locale.ROOT);

        Event(LogLevel level, boolean thinned) {
            this.level = level;
            this.thinned = thinned;
        }
    }

    private final LogLevel level;
    private final Timeline timeline;
    private final PrintStream out;
    private final EnumMap<Event, Thinned> thinned = new EnumMap<>(Event.class);

    EventLog(LogLevel level, Timeline timeline, PrintStream out) {
        this.level = level;
        this.timeline = timeline;
        this.out = out;
        for (var event : Event.values()) {
            thinned.put(event, new Thinned());
        }
    }

    /// Writes a line of this kind, unless the level or its thinning says no; `fields` runs only when it is written.
    synchronized void write(Event event, JsonWriter.Fields fields) {
        if (event.level.compareTo(level) < 0) {
            return;
        }
        var kind = thinned.get(event);
        if (kind == null) {
            throw new IllegalStateException("no thinning for " + event);
        }
        boolean all = level == LogLevel.DEBUG || !event.thinned;
        if (!all && !kind.isDue(timeline.nanos())) {
            return;
        }
        var line = JsonWriter.object(json -> {
            json.writeStringProperty("ts", timeline.now().toString());
            json.writeStringProperty("level", event.level == LogLevel.ERROR ? "error" : "info");
            json.writeStringProperty("event", event.word);
            fields.write(json);
            if (!all) {
                json.writeNumberProperty("skipped", kind.taken());
            }
        });
        out.println(new String(line, StandardCharsets.UTF_8));
        out.flush();
    }

    /// When a kind of line was last written, and how many were left out since.
    private static final class Thinned {

        private boolean written;
        private long lastNanos;
        private long skipped;

        boolean isDue(long nanos) {
            if (written && nanos - lastNanos < THINNED_TO_NANOS) {
                skipped++;
                return false;
            }
            written = true;
            lastNanos = nanos;
            return true;
        }

        long taken() {
            long count = skipped;
            skipped = 0;
            return count;
        }
    }
}

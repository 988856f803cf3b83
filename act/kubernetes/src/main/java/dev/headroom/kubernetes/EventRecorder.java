package dev.headroom.kubernetes;

import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes the events of objects, as Kubernetes' own controllers do: what is said again raises the count of the event
/// that said it first, and an object that has too much to say is not listened to for a while.
public final class EventRecorder {

    /* notes
     *
     * An object may have BURST events at once and then one every REFILL (limit eventsPerObject); events that are the
     * same in everything but their time are one event with a count for REMEMBERED. Events of the same reason with
     * different texts are not combined, which the recorder of client-go does after ten in ten minutes.
     * Source: client-go's tools/record, with its numbers.
     */

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static final int BURST = 25;
    static final Duration REFILL = Duration.ofMinutes(5);
    static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 4096;
    private static final int LONGEST_MESSAGE = 1024;

    /// The object that an event is about.
    public record Subject(String apiVersion, String kind, String namespace, String name, String uid) {}

    /// @param type `Normal` or `Warning`
    public record Note(String type, String reason, String text) {}

    private record Said(Subject subject, Note note) {}

    private record Written(String name, int count, String first, long at) {}

    private record Bucket(double tokens, long at) {}

    private final KubernetesApi api;
    private final Timeline timeline;
    private final String component;
    private final RandomGenerator random;
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Map<Said, Written> remembered = bounded();
    private final Map<Subject, Bucket> buckets = bounded();

    /// @param component who speaks: `headroom-operator`
    public EventRecorder(KubernetesApi api, Timeline timeline, String component, RandomGenerator random) {
        this.api = api;
        this.timeline = timeline;
        this.component = component;
        this.random = random;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST_REMEMBERED;
            }
        };
    }

    public long written() {
        return written.sum();
    }

    /// How many were not written: their object had said too much, or the API server refused them.
    public long dropped() {
        return dropped.sum();
    }

    public void tell(Subject subject, Note note) {
        var text = note.text().length() > LONGEST_MESSAGE ? note.text().substring(0, LONGEST_MESSAGE) : note.text();
        var said = new Said(subject, new Note(note.type(), note.reason(), text));
        Optional<Written> earlier;
        synchronized (this) {
            earlier = Optional.ofNullable(remembered.get(said))
                    .filter(each -> timeline.nanos() - each.at() < REMEMBERED.toNanos());
            if (earlier.isEmpty() && !admitted(subject)) {
                dropped.increment();
                return;
            }
        }
        var answer = earlier.map(each -> again(said, each)).orElseGet(() -> first(said));
        if (answer.isNotFound() && earlier.isPresent()) {
            answer = first(said);
        }
        if (answer.isDone()) {
            written.increment();
        } else {
            dropped.increment();
            LOG.debug("event {} of {}: {}", note.reason(), subject.name(), answer.why());
        }
    }

    private boolean admitted(Subject subject) {
        long now = timeline.nanos();
        var bucket = buckets.getOrDefault(subject, new Bucket(BURST, now));
        double tokens = Math.min(BURST, bucket.tokens() + (double) (now - bucket.at()) / REFILL.toNanos());
        buckets.put(subject, new Bucket(tokens < 1 ? tokens : tokens - 1, now));
        return tokens >= 1;
    }

    private Answer first(Said said) {
        var subject = said.subject();
        var now = timeline.now().truncatedTo(ChronoUnit.SECONDS).toString();
        var name = subject.name() + "." + Long.toHexString(random.nextLong());
        var event = NODES.objectNode().put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", name).put("namespace", subject.namespace());
        event.putObject("involvedObject")
                .put("apiVersion", subject.apiVersion())
                .put("kind", subject.kind())
                .put("namespace", subject.namespace())
                .put("name", subject.name())
                .put("uid", subject.uid());
        event.put("type", said.note().type())
                .put("reason", said.note().reason())
                .put("message", said.note().text())
                .put("count", 1)
                .put("firstTimestamp", now)
                .put("lastTimestamp", now)
                .put("reportingComponent", component);
        event.putObject("source").put("component", component);
        var answer = api.send(Request.create(Resource.EVENTS.path(Optional.of(subject.namespace())), event));
        if (answer.isDone()) {
            remember(said, new Written(name, 1, now, timeline.nanos()));
        }
        return answer;
    }

    private Answer again(Said said, Written earlier) {
        int count = earlier.count() + 1;
        ObjectNode patch = NODES.objectNode()
                .put("count", count)
                .put("lastTimestamp", timeline.now().truncatedTo(ChronoUnit.SECONDS).toString());
        var path = Resource.EVENTS.path(said.subject().namespace(), earlier.name());
        var answer = api.send(Request.merge(path, patch));
        if (answer.isDone()) {
            remember(said, new Written(earlier.name(), count, earlier.first(), timeline.nanos()));
        }
        return answer;
    }

    private synchronized void remember(Said said, Written event) {
        remembered.put(said, event);
    }
}

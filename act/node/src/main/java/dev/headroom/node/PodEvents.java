package dev.headroom.node;

import dev.headroom.processes.PodIdentity;
import dev.headroom.timeline.Timeline;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the API what happens to pods, as `kubectl describe pod` shows it. What happens again raises the count of its
/// event; what cannot be told in time is dropped, as a kubelet does.
final class PodEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PodEvents.class);

    /// Limit of events that wait to be told.
    private static final int MAX_WAITING = 1000;

    /// Limit of events that are remembered to be counted.
    private static final int MAX_REMEMBERED = 4096;

    private final KubernetesClient client;
    private final Timeline timeline;
    private final String node;
    private final BlockingQueue<Told> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Map<Told, Event> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Event> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    private final Thread thread;

    private record Told(PodIdentity pod, boolean warning, String reason, String message) {}

    PodEvents(KubernetesClient client, Timeline timeline, String node) {
        this.client = client;
        this.timeline = timeline;
        this.node = node;
        this.thread = Thread.ofVirtual().name("pod-events").start(this::work);
    }

    void event(PodIdentity pod, boolean warning, String reason, String message) {
        if (!waiting.offer(new Told(pod, warning, reason, message))) {
            LOG.debug("limit exceeded: waiting events: {} of pod {} is dropped", reason, pod.name());
        }
    }

    private void work() {
        try {
            while (true) {
                tell(waiting.take());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Told told) {
        var now = timeline.now();
        var before = remembered.get(told);
        try {
            if (before == null) {
                remembered.put(told, client.resource(event(told, now)).create());
            } else {
                before.setCount(before.getCount() + 1);
                before.setLastTimestamp(ApiTime.of(now));
                before.getMetadata().setResourceVersion(null);
                remembered.put(told, client.resource(before).update());
            }
        } catch (KubernetesClientException failure) {
            remembered.remove(told);
            LOG.debug("event {} of pod {} is not told: {}", told.reason(), told.pod().name(), failure.toString());
        } catch (RuntimeException defect) {
            LOG.error("a defect in the events of pods; it goes on", defect);
        }
    }

    private Event event(Told told, Instant now) {
        var pod = told.pod();
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(pod.namespace())
                .withName(pod.name() + "." + Long.toHexString(timeline.nanos()))
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(pod.namespace())
                .withName(pod.name())
                .withUid(pod.uid())
                .endInvolvedObject()
                .withType(told.warning() ? "Warning" : "Normal")
                .withReason(told.reason())
                .withMessage(told.message())
                .withNewSource().withComponent(StatusWriter.MANAGER).withHost(node).endSource()
                .withReportingComponent(StatusWriter.MANAGER)
                .withReportingInstance(node)
                .withFirstTimestamp(ApiTime.of(now))
                .withLastTimestamp(ApiTime.of(now))
                .withCount(1)
                .build();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}

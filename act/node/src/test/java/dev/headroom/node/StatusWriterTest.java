package dev.headroom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.timeline.VirtualTimeline;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What the API is told of pods while it answers and while it does not.
@Timeout(30)
class StatusWriterTest implements StatusWriter.Api {

    private final VirtualTimeline timeline = new VirtualTimeline(Instant.parse("2026-03-01T10:00:00Z"));
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private volatile int status = 200;
    private final StatusWriter writer = new StatusWriter(this, timeline);

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata().withNamespace("shop").withName(name).withUid("uid-" + name).endMetadata()
                .build();
    }

    private static PodStatus phase(String phase) {
        return new PodStatusBuilder().withPhase(phase).build();
    }

    @Override
    public void write(Pod pod, PodStatus written) {
        answer(pod.getMetadata().getName() + " " + written.getPhase());
    }

    @Override
    public void remove(Pod pod) {
        answer(pod.getMetadata().getName() + " removed");
    }

    private void answer(String request) {
        int now = status;
        asked.add(request + (now == 200 ? "" : " " + now));
        if (now != 200) {
            throw new KubernetesClientException("refused", now, null);
        }
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(asked.poll(10, TimeUnit.SECONDS)).orElse("nothing");
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void aPodThatIsOverIsWrittenAndRemoved() throws InterruptedException {
        writer.finish(pod("web"), phase("Succeeded"));
        assertEquals("web Succeeded", next());
        assertEquals("web removed", next());
    }

    @Test
    void whileTheServerIsAwayTheNewestWaits() throws InterruptedException {
        status = 500;
        writer.write(pod("web"), phase("Pending"));
        assertEquals("web Pending 500", next());
        writer.write(pod("web"), phase("Running"));
        assertEquals("web Running 500", next());
        status = 200;
        assertEquals("web Running", nextAsTimePasses());
    }

    /// The writer makes its plan on a thread of its own.
    private String nextAsTimePasses() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            timeline.advance(Duration.ofSeconds(1));
            var request = asked.poll(100, TimeUnit.MILLISECONDS);
            if (request != null) {
                return request;
            }
        }
        return "nothing";
    }

    @Test
    void whatWasNewerIsNotWrittenOver() throws InterruptedException {
        status = 500;
        writer.write(pod("web"), phase("Pending"));
        assertEquals("web Pending 500", next());
        status = 200;
        writer.write(pod("web"), phase("Running"));
        assertEquals("web Running", next());
        timeline.advance(Duration.ofSeconds(5));
        writer.write(pod("other"), phase("Running"));
        assertEquals("other Running", next());
        assertEquals(List.of(), List.copyOf(asked));
    }

    @Test
    void whatIsForgottenOrWrongIsNotTriedAgain() throws InterruptedException {
        for (int code : List.of(404, 409, 422, 403)) {
            status = code;
            writer.write(pod("web"), phase("Running"));
            assertEquals("web Running " + code, next());
            timeline.advance(Duration.ofSeconds(5));
        }
        status = 200;
        writer.write(pod("web"), phase("Failed"));
        assertEquals("web Failed", next());
    }
}

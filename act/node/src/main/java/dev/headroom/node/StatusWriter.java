package dev.headroom.node;

import dev.headroom.timeline.Timeline;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what pods do to the API, one request after the other on a thread of its own: of each pod only the newest, and
/// as long as it takes when the API server is away.
final class StatusWriter implements AutoCloseable {

    static final String MANAGER = "headroom-node";

    private static final Logger LOG = LoggerFactory.getLogger(StatusWriter.class);
    private static final int UNPROCESSABLE = 422;
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Api api;
    private final Timeline timeline;

    /// The newest of each pod until it is written; what is not among them any more is not tried again.
    private final Map<String, Wanted> newest = new HashMap<>();

    /// Those of them that are to be tried now.
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();
    private final Thread thread;
    private boolean away;
    private boolean closed;

    /// @param gone whether the pod is to be removed after its status was written
    private record Wanted(Pod pod, PodStatus status, boolean gone) {
        String uid() {
            return pod.getMetadata().getUid();
        }
    }

    StatusWriter(Api api, Timeline timeline) {
        this.api = api;
        this.timeline = timeline;
        this.thread = Thread.ofVirtual().name("pod-status").start(this::work);
    }

    /// Where statuses go; both methods throw what the client of the API throws.
    interface Api {

        void write(Pod pod, PodStatus status);

        /// The pod is to be forgotten at once.
        void remove(Pod pod);

        /// That of a cluster.
        static Api of(KubernetesClient client) {
            return new Api() {
                @Override
                public void write(Pod pod, PodStatus status) {
                    var metadata = pod.getMetadata();
                    var body = new PodBuilder()
                            .withNewMetadata()
                            .withNamespace(metadata.getNamespace())
                            .withName(metadata.getName())
                            // Another pod of that name refuses it.
                            .withUid(metadata.getUid())
                            .endMetadata()
                            .withStatus(status)
                            .build();
                    client.resource(body).subresource("status").patch(apply());
                }

                @Override
                public void remove(Pod pod) {
                    client.pods()
                            .inNamespace(pod.getMetadata().getNamespace())
                            .withName(pod.getMetadata().getName())
                            .withGracePeriod(0)
                            .delete();
                }
            };
        }
    }

    /// How it is applied: only what is written here belongs to the node.
    static PatchContext apply() {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(MANAGER)
                .withForce(true)
                .build();
    }

    /// The pod does this now.
    synchronized void write(Pod pod, PodStatus status) {
        if (Optional.ofNullable(newest.get(pod.getMetadata().getUid())).stream().noneMatch(Wanted::gone)) {
            want(new Wanted(pod, status, false));
        }
    }

    /// Nothing of the pod is left here: the API may forget it.
    synchronized void finish(Pod pod, PodStatus last) {
        want(new Wanted(pod, last, true));
    }

    private void want(Wanted work) {
        newest.put(work.uid(), work);
        wanted.put(work.uid(), work);
        notifyAll();
    }

    private synchronized Optional<Wanted> next() throws InterruptedException {
        while (wanted.isEmpty() && !closed) {
            wait();
        }
        var first = wanted.entrySet().stream().findFirst();
        first.ifPresent(entry -> wanted.remove(entry.getKey()));
        return first.map(Map.Entry::getValue);
    }

    private void work() {
        try {
            for (var next = next(); next.isPresent(); next = next()) {
                var work = next.get();
                if (done(work)) {
                    written(work);
                } else {
                    var _ = timeline.after(RETRY, () -> again(work));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void again(Wanted work) {
        if (work.equals(newest.get(work.uid()))) {
            wanted.put(work.uid(), work);
            notifyAll();
        }
    }

    private synchronized void written(Wanted work) {
        newest.remove(work.uid(), work);
    }

    /// @return whether there is nothing left to do for it
    private boolean done(Wanted work) {
        var metadata = work.pod().getMetadata();
        try {
            api.write(work.pod(), work.status());
            if (work.gone()) {
                api.remove(work.pod());
            }
            told(false, "");
            return true;
        } catch (KubernetesClientException failure) {
            return refused(metadata, failure);
        } catch (RuntimeException defect) {
            LOG.error("a defect in the status of pod {}/{}; it goes on",
                    metadata.getNamespace(), metadata.getName(), defect);
            return true;
        }
    }

    /// @return whether it makes no sense to try again
    private boolean refused(ObjectMeta pod, KubernetesClientException failure) {
        return switch (failure.getCode()) {
            // It is gone, or another pod has its name.
            case HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_CONFLICT -> true;
            case HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN, UNPROCESSABLE -> {
                LOG.error("the API server refuses the status of pod {}/{}: {}",
                        pod.getNamespace(), pod.getName(), failure.getMessage());
                yield true;
            }
            default -> {
                told(true, String.valueOf(failure.getMessage()));
                yield false;
            }
        };
    }

    private void told(boolean now, String why) {
        if (now != away) {
            away = now;
            if (now) {
                LOG.warn("the API server does not take statuses of pods, which are written later: {}", why);
            } else {
                LOG.info("the API server takes statuses of pods again");
            }
        }
    }

    /// What is waiting is tried once more.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            if (!thread.join(RETRY.multipliedBy(2))) {
                thread.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

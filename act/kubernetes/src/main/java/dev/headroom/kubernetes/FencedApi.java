package dev.headroom.kubernetes;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/// Lets writes through only while whoever writes leads, and leads for longer than the write may take.
///
/// A process that was stopped, or that cannot reach the API server, finds the fence closed when it goes on. What the
/// fence cannot see is a stop in the instant between the question and the first byte; therefore every write names the
/// version of the object that it was decided on, and the API server refuses it when another leader wrote meanwhile.
public final class FencedApi implements KubernetesApi {

    /// Says whether a write may be sent now.
    @FunctionalInterface
    public interface Fence {

        /// @param span how long the write may take
        boolean allows(Duration span);
    }

    private final KubernetesApi api;
    private final Fence fence;
    private final LongAdder held = new LongAdder();

    public FencedApi(KubernetesApi api, Fence fence) {
        this.api = api;
        this.fence = fence;
    }

    /// How many writes were not sent.
    public long held() {
        return held.sum();
    }

    @Override
    public Answer send(Request request) {
        if (request.verb().writes() && !fence.allows(request.timeout())) {
            held.increment();
            return new Answer.Fenced("not sent: this process does not lead, or not for the "
                    + request.timeout().toSeconds() + " s that a write may take");
        }
        return api.send(request);
    }

    @Override
    public Watch watch(String path, WatchSink sink) {
        return api.watch(path, sink);
    }
}

package dev.headroom.operator;

import dev.headroom.kubernetes.KubernetesApi;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whether KEDA's own operator runs in the cluster: two of them would undo each other's work.
final class RunningKeda {

    /// The Lease of KEDA's operator.
    private static final String LEASE = "operator.keda.sh";

    private static final String NAME = "keda-operator";
    private static final long USUAL_LEASE_SECONDS = 15;

    /// Who has not renewed for so long is gone, whatever the clocks of two machines say.
    private static final Duration LONG_AGO = Duration.ofDays(1);

    private final KubernetesApi api;
    private final Timeline timeline;
    private final ClusterCache cache;
    private final String namespace;
    private @Nullable Seen seen;

    /// @param namespace where KEDA is installed
    RunningKeda(KubernetesApi api, Timeline timeline, ClusterCache cache, String namespace) {
        this.api = api;
        this.timeline = timeline;
        this.cache = cache;
        this.namespace = namespace;
    }

    /// A renewal, and when it was seen first.
    private record Seen(String renewal, long at) {}

    /// What shows that it runs, in words; empty when nothing does.
    Optional<String> evidence() {
        var deployment = cache.deployments()
                .filter(each -> each.name().equals(NAME)
                        || NAME.equals(each.manifest().metadata().labels().get("app.kubernetes.io/name")))
                .filter(each -> each.json().path("status").path("readyReplicas").asInt(0) > 0)
                .findFirst()
                .map(each -> "Deployment " + each.namespace() + "/" + each.name() + " has ready replicas");
        return deployment.or(() -> api.send(Request.read(Resource.LEASES.path(namespace, LEASE)))
                .found()
                .flatMap(this::held));
    }

    /// A renewal counts from when it was seen: the time in it is of another machine's clock.
    private synchronized Optional<String> held(JsonNode lease) {
        var spec = lease.path("spec");
        var duration = Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong(USUAL_LEASE_SECONDS));
        var holder = spec.path("holderIdentity").asString("");
        var renewal = holder + " " + spec.path("renewTime").asString("");
        if (seen == null || !seen.renewal().equals(renewal)) {
            seen = new Seen(renewal, timeline.nanos());
        }
        var since = Duration.ofNanos(timeline.nanos() - seen.at());
        return PodReader.instant(spec.path("renewTime"))
                .filter(_ -> !holder.isEmpty() && since.compareTo(duration) <= 0)
                .filter(time -> time.plus(LONG_AGO).isAfter(timeline.now()))
                .map(time -> "Lease " + namespace + "/" + LEASE + " was renewed by " + holder + " at " + time);
    }
}

package dev.headroom.kubernetes;

import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Which one of several processes acts: the one that holds a Lease.
public final class Election implements AutoCloseable {

    /* notes
     *
     * A lease that was renewed at t, by the clock of the holder and before the request was sent, is taken by nobody
     * before t + leaseDuration: others begin to count when they see the renewal, which is later. So the holder may
     * write as long as a write must end before t + leaseDuration - clockSkew. Nothing is compared between machines; the
     * skew pays for clocks that run at different speeds.
     *
     * Time passes for a process that is stopped. Elapsed is the larger of what the monotonic clock and the wall clock
     * say: the first stands still while a machine sleeps, the second may be set back.
     *
     * Who has not renewed for `renewDeadline` gives up by itself, and so does who reads another holder.
     * Source: client-go's leaderelection, with its durations; the fence is not in it.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Election.class);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /// @param identity of this process, unlike that of any other
    /// @param leaseDuration after which others may take over
    /// @param renewDeadline after which a holder that cannot renew gives up
    /// @param retryPeriod between two attempts to renew or to take
    /// @param clockSkew what clocks may differ in a lease duration
    public record Settings(
            String namespace,
            String name,
            String identity,
            Duration leaseDuration,
            Duration renewDeadline,
            Duration retryPeriod,
            Duration clockSkew) {

        public Settings {
            if (leaseDuration.compareTo(renewDeadline) <= 0 || renewDeadline.compareTo(retryPeriod) <= 0) {
                throw new IllegalArgumentException("expected leaseDuration > renewDeadline > retryPeriod, got "
                        + leaseDuration + ", " + renewDeadline + ", " + retryPeriod);
            }
        }

        /// With the durations of Kubernetes' own controllers.
        public static Settings standard(String namespace, String name, String identity) {
            return new Settings(
                    namespace,
                    name,
                    identity,
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1));
        }
    }

    /// An instant on both clocks.
    private record Moment(long nanos, Instant wall) {}

    private final KubernetesApi api;
    private final Timeline timeline;
    private final Settings settings;
    private final RandomGenerator random;
    private final Consumer<Boolean> listener;
    private final Object turn = new Object();
    private @Nullable Scheduled watchdog;
    private @Nullable Moment renewed;
    private @Nullable Moment observed;
    private String holder = "";
    private String observedRenewal = "";
    private boolean leads;
    private boolean closed;
    private int transitions;
    private Duration serverAhead = Duration.ZERO;

    /// @param api without fence and without limit: a renewal must not wait behind other requests
    /// @param listener hears true when this process begins to lead, false when it ends
    public Election(
            KubernetesApi api, Timeline timeline, Settings settings, RandomGenerator random,
            Consumer<Boolean> listener) {
        this.api = api;
        this.timeline = timeline;
        this.settings = settings;
        this.random = random;
        this.listener = listener;
    }

    public void start() {
        watchdog = timeline.every(settings.retryPeriod(), settings.retryPeriod(), this::giveUpWhenLate);
        timeline.after(Duration.ZERO, this::attempt);
    }

    public synchronized boolean leads() {
        return leads;
    }

    /// Who leads as far as it is known; empty for nobody.
    public synchronized String holder() {
        return holder;
    }

    /// How often the lease went from one process to another.
    public synchronized int transitions() {
        return transitions;
    }

    /// What the clock of the API server says, to the second, once this process has renewed the lease: times that the
    /// server notes in objects are compared with this clock and not with that of this machine.
    public synchronized Instant serverTime() {
        return timeline.now().plus(serverAhead);
    }

    private synchronized void compareClocks(JsonNode lease) {
        lease.path("metadata").path("managedFields").valueStream()
                .flatMap(each -> PodReader.instant(each.path("time")).stream())
                .max(Instant::compareTo)
                .ifPresent(time -> serverAhead = Duration.between(timeline.now(), time));
    }

    /// Whether a write that takes up to `span` ends while this process leads.
    public synchronized boolean allows(Duration span) {
        return leads
                && renewed != null
                && elapsed(renewed).plus(span).plus(settings.clockSkew()).compareTo(settings.leaseDuration()) < 0;
    }

    private Moment moment() {
        return new Moment(timeline.nanos(), timeline.now());
    }

    private Duration elapsed(Moment since) {
        var monotonic = Duration.ofNanos(timeline.nanos() - since.nanos());
        var wall = Duration.between(since.wall(), timeline.now());
        return monotonic.compareTo(wall) > 0 ? monotonic : wall;
    }

    private void giveUpWhenLate() {
        boolean late;
        synchronized (this) {
            late = leads && renewed != null && elapsed(renewed).compareTo(settings.renewDeadline()) > 0;
        }
        if (late) {
            stepDown("it could not be renewed for " + settings.renewDeadline().toSeconds() + " s");
        }
    }

    private void stepDown(String why) {
        synchronized (this) {
            if (!leads) {
                return;
            }
            leads = false;
            renewed = null;
        }
        LOG.warn("lease {}/{} is lost: {}; this process stops acting", settings.namespace(), settings.name(), why);
        listener.accept(false);
    }

    /// Renews or takes the lease; one attempt at a time.
    private void attempt() {
        synchronized (turn) {
            synchronized (this) {
                if (closed) {
                    return;
                }
            }
            giveUpWhenLate();
            tried();
        }
        var spread = 1 + 0.2 * random.nextDouble();
        timeline.after(Duration.ofMillis((long) (settings.retryPeriod().toMillis() * spread)), this::attempt);
    }

    private void tried() {
        switch (api.send(Request.read(path()))) {
            case Answer.Done(var lease) -> found(lease);
            case Answer.Refused refused when refused.isNotFound() -> written(moment(), api.send(Request.create(
                    Resource.LEASES.path(Optional.of(settings.namespace())), lease(NODES.objectNode(), 0))));
            case Answer other -> LOG.debug("lease {}: {}", settings.name(), other.why());
        }
    }

    private String path() {
        return Resource.LEASES.path(settings.namespace(), settings.name());
    }

    private void found(JsonNode lease) {
        var spec = lease.path("spec");
        var other = spec.path("holderIdentity").asString("");
        boolean ours = other.equals(settings.identity());
        observe(spec, other);
        if (!ours && leads()) {
            stepDown("\"" + other + "\" holds it");
        }
        if (!ours && !other.isEmpty() && !isExpired(spec)) {
            return;
        }
        int before = spec.path("leaseTransitions").asInt(0);
        var sent = moment();
        var wanted = lease((ObjectNode) lease, ours ? before : before + 1);
        written(sent, api.send(Request.replace(path(), wanted)));
    }

    private synchronized void observe(JsonNode spec, String other) {
        var renewal = other + " " + spec.path("renewTime").asString("") + " " + spec.path("leaseTransitions").asInt(0);
        holder = other;
        transitions = spec.path("leaseTransitions").asInt(0);
        if (observed == null || !renewal.equals(observedRenewal)) {
            observed = moment();
            observedRenewal = renewal;
        }
    }

    /// Whether its holder has not renewed it for its duration, counted from when this process saw the last renewal.
    private synchronized boolean isExpired(JsonNode spec) {
        var since = observed;
        var duration = Duration.ofSeconds(
                spec.path("leaseDurationSeconds").asLong(settings.leaseDuration().toSeconds()));
        return since != null && Duration.ofNanos(timeline.nanos() - since.nanos()).compareTo(duration) > 0;
    }

    private ObjectNode lease(ObjectNode lease, int changes) {
        lease.put("apiVersion", Resource.LEASES.apiVersion()).put("kind", Resource.LEASES.kind());
        lease.withObject("/metadata").put("namespace", settings.namespace()).put("name", settings.name());
        var spec = lease.withObject("/spec");
        var now = MICROS.format(timeline.now());
        if (!spec.path("holderIdentity").asString("").equals(settings.identity())) {
            spec.put("acquireTime", now);
        }
        spec.put("holderIdentity", settings.identity())
                .put("leaseDurationSeconds", settings.leaseDuration().toSeconds())
                .put("renewTime", now)
                .put("leaseTransitions", changes);
        return lease;
    }

    /// @param sent before the request was sent
    private void written(Moment sent, Answer answer) {
        if (!(answer instanceof Answer.Done(var lease))) {
            LOG.debug("lease {}: {}", settings.name(), answer.why());
            return;
        }
        compareClocks(lease);
        boolean news;
        synchronized (this) {
            if (closed || elapsed(sent).compareTo(settings.renewDeadline()) > 0) {
                // The answer came so late that others may be about to take over.
                return;
            }
            renewed = sent;
            news = !leads;
            leads = true;
            observe(lease.path("spec"), settings.identity());
        }
        if (news) {
            LOG.info("lease {}/{} is held by {}: this process acts",
                    settings.namespace(), settings.name(), settings.identity());
            listener.accept(true);
        }
    }

    /// Ends, and hands the lease back so that nobody has to wait for it.
    @Override
    public void close() {
        boolean held;
        synchronized (this) {
            closed = true;
            held = leads;
            if (watchdog != null) {
                watchdog.cancel();
            }
        }
        stepDown("this process ends");
        if (held) {
            synchronized (turn) {
                release();
            }
        }
    }

    private void release() {
        if (api.send(Request.read(path())) instanceof Answer.Done(var lease)
                && lease.path("spec").path("holderIdentity").asString("").equals(settings.identity())) {
            var spec = ((ObjectNode) lease).withObject("/spec");
            spec.put("holderIdentity", "").put("leaseDurationSeconds", 1);
            api.send(Request.replace(path(), lease));
        }
    }
}

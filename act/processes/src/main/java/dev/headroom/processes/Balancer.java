package dev.headroom.processes;

import dev.headroom.processes.Backend.Address;
import dev.headroom.timeline.Timeline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listener of one port of a Service: gives each HTTP request to the ready pod that has the fewest, so that a new
/// pod helps at once whatever connections its clients keep open.
///
/// A request waits when no pod is ready (limit `requests waiting`), goes to another pod when it could not reach the
/// first, and again to another when the first died with it and it may be sent twice: its method is idempotent (RFC
/// 9110, 9.2.2) or the Service says so, and its body is short enough to be held (limit `request body held`). A pod
/// that leaves is drained: it gets nothing new and keeps what it has.
///
/// Everything runs on one event loop; other threads talk to it through futures.
final class Balancer {

    private static final Logger LOG = LoggerFactory.getLogger(Balancer.class);

    private final Vertx vertx;
    private final Timeline timeline;
    private final Policy policy;
    private final Map<String, Backend> backends = new LinkedHashMap<>();
    private final Set<Backend> leaving = ConcurrentHashMap.newKeySet();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private final ServiceTraffic traffic = new ServiceTraffic();
    private final Loop loop = new Loop();
    private int turn;

    /// @param service `namespace/name`, for messages
    /// @param retryNonIdempotent whether a request of any method may be sent twice
    record Policy(String service, ProcessSettings.Balancing limits, boolean retryNonIdempotent) {}

    private Balancer(Vertx vertx, Timeline timeline, Policy policy) {
        this.vertx = vertx;
        this.timeline = timeline;
        this.policy = policy;
    }

    /// A balancer without an address and without pods.
    static Future<Balancer> start(Vertx vertx, Timeline timeline, Policy policy) {
        var balancer = new Balancer(vertx, timeline, policy);
        return vertx.deployVerticle(balancer.loop).map(balancer);
    }

    /// The event loop that owns the balancer, and its client.
    private final class Loop extends VerticleBase {
        private Optional<HttpClient> client = Optional.empty();

        @Override
        public Future<?> start() {
            var limits = policy.limits();
            client = Optional.of(vertx.httpClientBuilder()
                    .with(new HttpClientOptions()
                            .setConnectTimeout((int) Exchange.CONNECT_TIMEOUT.toMillis())
                            .setKeepAliveTimeout((int) Math.max(1, limits.idleTimeout().toSeconds()))
                            .setMaxHeaderSize(64 << 10)
                            .setMaxInitialLineLength(64 << 10))
                    .with(new PoolOptions().setHttp1MaxSize(limits.maxConnections()).setEventLoopSize(0))
                    .withConnectHandler(Balancer::quietly)
                    .build());
            return Future.succeededFuture();
        }

        Context owner() {
            return context;
        }

        HttpClient client() {
            return client.orElseThrow();
        }
    }

    /// Listens at an address too.
    ///
    /// @return the port it got; fails when the address is taken
    Future<Integer> listen(String host, int port) {
        return onLoop(() -> vertx.createHttpServer(new HttpServerOptions()
                        .setHandle100ContinueAutomatically(true)
                        .setMaxHeaderSize(64 << 10)
                        .setMaxInitialLineLength(64 << 10))
                .connectionHandler(Balancer::quietly)
                .requestHandler(this::accept)
                .listen(port, host)
                .map(server -> server.actualPort()));
    }

    /// Says which pods are ready. Those that no longer are drain.
    Future<Void> ready(Collection<Address> addresses) {
        var wanted = addresses.stream().collect(Collectors.toMap(Address::pod, address -> address));
        return onLoop(() -> {
            backends.values().removeIf(backend -> {
                boolean stays = backend.address().equals(wanted.get(backend.address().pod()));
                if (!stays) {
                    leaving.add(backend);
                    backend.drain().onComplete(_ -> leaving.remove(backend));
                }
                return !stays;
            });
            wanted.forEach((pod, address) -> backends.computeIfAbsent(pod, _ -> new Backend(address)));
            admitWaiting();
            return Future.succeededFuture();
        });
    }

    /// Completes when no request is with that pod, which must not be ready any more.
    CompletionStage<Void> drained(String pod) {
        return this.<Void>onLoop(() -> Future.join(leaving.stream()
                                .filter(backend -> backend.address().pod().equals(pod))
                                .map(Backend::drain)
                                .toList())
                        .mapEmpty())
                .toCompletionStage();
    }

    /// What passed so far. May be called from any thread.
    ServiceTraffic traffic() {
        return traffic;
    }

    /// Requests with each pod, those that drain included.
    Future<Map<String, Integer>> inFlight() {
        return onLoop(() -> {
            var inFlight = new LinkedHashMap<String, Integer>();
            backends.values()
                    .forEach(backend -> inFlight.merge(backend.address().pod(), backend.inFlight(), Integer::sum));
            leaving.forEach(backend -> inFlight.merge(backend.address().pod(), backend.inFlight(), Integer::sum));
            return Future.succeededFuture(Map.copyOf(inFlight));
        });
    }

    /// Stops listening; requests that wait are refused, connections end.
    Future<Void> close() {
        return onLoop(() -> {
            List.copyOf(waiting).forEach(Exchange::stopWaiting);
            return Future.<Void>succeededFuture();
        }).eventually(() -> vertx.undeploy(loop.deploymentID()));
    }

    /// A connection that breaks is seen by the requests on it; an idle one that does is nobody's concern.
    private static void quietly(HttpConnection connection) {
        connection.exceptionHandler(failure -> LOG.debug("{}: {}", connection.remoteAddress(), failure.toString()));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        Promise<T> promise = Promise.promise();
        loop.owner().runOnContext(_ -> work.get().onComplete(promise));
        return promise.future();
    }

    private void accept(HttpServerRequest request) {
        new Exchange(this, request).begin();
    }

    // What an exchange asks of its balancer, on the event loop.

    Vertx vertx() {
        return vertx;
    }

    HttpClient client() {
        return loop.client();
    }

    Policy policy() {
        return policy;
    }

    /// The pod for a request that was already with the pods `tried`: the one with the fewest requests, in turn among
    /// equals; one that was tried or could not be reached only when there is no other.
    Optional<Backend> choose(Set<Backend> tried) {
        var now = timeline.now();
        var candidates = new ArrayList<>(backends.values());
        candidates.removeIf(backend -> tried.contains(backend) || backend.ejected(now));
        if (candidates.isEmpty()) {
            candidates.addAll(backends.values());
            candidates.removeIf(tried::contains);
        }
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        turn = (turn + 1) & Integer.MAX_VALUE;
        var best = candidates.get(turn % candidates.size());
        for (var candidate : candidates) {
            if (candidate.inFlight() < best.inFlight()) {
                best = candidate;
            }
        }
        return Optional.of(best);
    }

    void unreachable(Backend backend) {
        backend.eject(timeline.now());
    }

    /// Whether it may wait for a pod to become ready.
    boolean admitsWaiting(Exchange exchange) {
        if (waiting.size() >= policy.limits().maxQueued()) {
            return false;
        }
        waiting.addLast(exchange);
        traffic.waiting(waiting.size());
        return true;
    }

    void leaves(Exchange exchange) {
        waiting.remove(exchange);
        traffic.waiting(waiting.size());
    }

    private void admitWaiting() {
        while (!backends.isEmpty() && !waiting.isEmpty()) {
            var exchange = waiting.removeFirst();
            traffic.waiting(waiting.size());
            exchange.attempt();
        }
    }

    long waitMillis() {
        return policy.limits().queueTimeout().toMillis();
    }
}

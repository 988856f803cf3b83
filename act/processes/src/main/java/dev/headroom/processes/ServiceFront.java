package dev.headroom.processes;

import dev.headroom.machine.Address;
import dev.headroom.machine.Machine;
import dev.headroom.workloads.Service;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/// One Service: a balancer per port, at an address of its own that stays the same, and at 127.0.0.1 where that is free.
final class ServiceFront {

    private static final String LOCALHOST = "127.0.0.1";

    private final Service service;
    private final String host;
    private final Map<Service.Port, Balancer> balancers = new LinkedHashMap<>();
    private final List<String> addresses = new CopyOnWriteArrayList<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile List<String> readyPods = List.of();
    private Map<Service.Port, List<Backend.Address>> told = Map.of();

    private ServiceFront(Service service, String host) {
        this.service = service;
        this.host = host;
    }

    /// Begins to listen; completes when it does.
    static Future<ServiceFront> open(Service service, Machine machine, Surroundings around, ProcessSettings settings) {
        var ports = service.ports().stream().map(Service.Port::port).toList();
        var front = new ServiceFront(service, ports.isEmpty() ? "" : machine.stableAddress(service.key(), ports));
        var policy = new Balancer.Policy(service.key(), settings.balancing(), service.retryNonIdempotent());
        Future<Void> opened = Future.succeededFuture();
        for (var port : service.ports()) {
            opened = opened.compose(_ -> Balancer.start(around.vertx(), around.timeline(), policy))
                    .compose(balancer -> {
                        front.balancers.put(port, balancer);
                        return front.listen(balancer, port.port());
                    });
        }
        return opened.map(front);
    }

    private Future<Void> listen(Balancer balancer, int port) {
        var own = balancer.listen(host, port)
                .recover(failure -> {
                    notes.add(host + ":" + port + " cannot be had (" + failure.getMessage()
                            + "), so this Service has another port there");
                    return balancer.listen(host, 0);
                })
                .onSuccess(actual -> addresses.add(host + ":" + actual));
        if (host.equals(LOCALHOST)) {
            return own.mapEmpty();
        }
        return own.compose(_ -> balancer.listen(LOCALHOST, port)
                        .onSuccess(actual -> addresses.add(LOCALHOST + ":" + actual))
                        .onFailure(failure -> notes.add(LOCALHOST + ":" + port + " cannot be had ("
                                + failure.getMessage() + "); use " + host + ":" + port)))
                .otherwiseEmpty()
                .mapEmpty();
    }

    // The loop.

    /// Gives requests to those that serve.
    void update(List<PodStatus> pods) {
        var serving = pods.stream()
                .filter(pod -> pod.ready() && pod.deletionTimestamp().isEmpty())
                .filter(pod -> service.selects(pod.namespace(), pod.labels()))
                .toList();
        readyPods = serving.stream().map(PodStatus::name).toList();
        var backends = new LinkedHashMap<Service.Port, List<Backend.Address>>();
        balancers.keySet().forEach(port -> backends.put(port, backends(port, serving)));
        if (!backends.equals(told)) {
            told = backends;
            balancers.forEach((port, balancer) -> balancer.ready(backends.getOrDefault(port, List.of())));
        }
    }

    private static List<Backend.Address> backends(Service.Port port, List<PodStatus> pods) {
        var backends = new ArrayList<Backend.Address>();
        for (var pod : pods) {
            dialed(port.targetPort(), pod)
                    .ifPresent(dialed -> backends.add(new Backend.Address(pod.name(), pod.address(), dialed)));
        }
        return backends;
    }

    /// The pod's port of that name; a number may also be one that no container declares.
    private static Optional<Integer> dialed(String targetPort, PodStatus pod) {
        var declared = pod.ports().stream()
                .filter(port -> port.name().equals(targetPort)
                        || Integer.toString(port.containerPort()).equals(targetPort))
                .findFirst();
        if (declared.isPresent()) {
            return Optional.of(declared.get().listensOn());
        }
        return targetPort.matches("\\d{1,5}") ? Optional.of(Integer.valueOf(targetPort)) : Optional.empty();
    }

    CompletionStage<Void> drained(String pod) {
        return CompletableFuture.allOf(balancers.values().stream()
                .map(balancer -> balancer.drained(pod).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    // Any thread.

    Service service() {
        return service;
    }

    String host() {
        return host;
    }

    List<String> notes() {
        return notes;
    }

    ServiceStatus status() {
        return new ServiceStatus(
                service.namespace(),
                service.name(),
                service.labels(),
                service.annotations(),
                service.selector(),
                service.ports().stream()
                        .map(port -> new ServiceStatus.Port(
                                port.name(),
                                port.port(),
                                port.targetPort(),
                                Optional.ofNullable(balancers.get(port))
                                        .map(Balancer::traffic)
                                        .orElseGet(ServiceTraffic::new)))
                        .toList(),
                addresses,
                notes,
                readyPods);
    }

    Future<Void> close(Machine machine) {
        machine.giveBack(new Address(host, Map.of()));
        return Future.join(balancers.values().stream().map(Balancer::close).toList()).mapEmpty();
    }
}

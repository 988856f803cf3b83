package dev.headroom.processes;

import dev.headroom.machine.Machine;
import dev.headroom.workloads.Service;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// All Services of a cluster.
final class ServiceFronts implements Endpoints, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<ServiceFront> fronts;
    private final Machine machine;

    private ServiceFronts(List<ServiceFront> fronts, Machine machine) {
        this.fronts = List.copyOf(fronts);
        this.machine = machine;
    }

    /// Returns when all of them listen.
    static ServiceFronts open(
            List<Service> services, Machine machine, Surroundings around, ProcessSettings settings) {
        var opening = services.stream()
                .map(service -> ServiceFront.open(service, machine, around, settings))
                .toList();
        var fronts = opening.stream().map(ServiceFronts::await).toList();
        for (var front : fronts) {
            front.notes().forEach(note -> around.events().event(
                    around.timeline().now(), true, "Service", front.service().name(), "AddressTaken", note));
        }
        return new ServiceFronts(fronts, machine);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void update(List<PodStatus> pods) {
        fronts.forEach(front -> front.update(pods));
    }

    @Override
    public CompletionStage<Void> drained(String namespace, String pod) {
        return CompletableFuture.allOf(fronts.stream()
                .filter(front -> front.service().namespace().equals(namespace))
                .map(front -> front.drained(pod).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public Map<String, String> links(String namespace) {
        var links = new HashMap<String, String>();
        for (var front : fronts) {
            var service = front.service();
            if (service.namespace().equals(namespace) && !service.ports().isEmpty()) {
                var prefix = variable(service.name()) + "_SERVICE_";
                links.put(prefix + "HOST", front.host());
                links.put(prefix + "PORT", Integer.toString(service.ports().getFirst().port()));
                service.ports().stream()
                        .filter(port -> !port.name().isEmpty())
                        .forEach(port ->
                                links.put(prefix + "PORT_" + variable(port.name()), Integer.toString(port.port())));
            }
        }
        return links;
    }

    private static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    List<ServiceStatus> statuses() {
        return fronts.stream().map(ServiceFront::status).toList();
    }

    @Override
    public void close() {
        await(Future.join(fronts.stream().map(front -> front.close(machine)).toList()));
    }
}

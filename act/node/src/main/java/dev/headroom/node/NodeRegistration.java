package dev.headroom.node;

import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.NodeStatusFluent;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The Node object and its heartbeat: a lease that is renewed, and the condition Ready, put right when the cluster had
/// given the node up.
final class NodeRegistration implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistration.class);
    private static final String LEASES = "kube-node-lease";
    private static final int LEASE_SECONDS = 40;

    private final KubernetesClient client;
    private final NodeSettings settings;
    private final Place place;
    private final Timeline timeline;
    private final ExecutorService heart = Executors.newSingleThreadExecutor(Thread.ofVirtual().name("node").factory());
    private Optional<Scheduled> beating = Optional.empty();
    private boolean away;

    /// Where the node is and what it has.
    ///
    /// @param address that pods and the API server reach it at
    /// @param port of its HTTPS server
    record Place(String address, int port, MachineUsage machine) {}

    NodeRegistration(KubernetesClient client, NodeSettings settings, Place place, Timeline timeline) {
        this.client = client;
        this.settings = settings;
        this.place = place;
        this.timeline = timeline;
    }

    /// Registers the node and keeps it alive from then on.
    ///
    /// @throws KubernetesClientException when the API server does not take it
    void start() {
        create();
        writeStatus();
        renew();
        var period = settings.heartbeat();
        beating = Optional.of(timeline.every(period, period, () -> heart.execute(this::beat)));
    }

    private void create() {
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName(settings.name())
                .addToLabels("kubernetes.io/hostname", settings.name())
                .addToLabels("kubernetes.io/os", "linux")
                .addToLabels("kubernetes.io/arch", architecture())
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        try {
            client.resource(node).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw failure;
            }
        }
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64" -> "arm64";
            case "amd64", "x86_64" -> "amd64";
            case String other -> other;
        };
    }

    private void writeStatus() {
        client.resource(status()).subresource("status").patch(StatusWriter.apply());
    }

    private Node status() {
        var has = Map.of(
                "cpu", new Quantity(Integer.toString(Runtime.getRuntime().availableProcessors())),
                "memory", new Quantity((place.machine().memoryBytes() >> 10) + "Ki"),
                "pods", new Quantity(Integer.toString(settings.maxPods())));
        var status = new NodeBuilder()
                .withNewMetadata().withName(settings.name()).endMetadata()
                .withNewStatus()
                .withCapacity(has)
                .withAllocatable(has)
                // So the API server passes WebSockets on as they are, from 1.36 on.
                .withDeclaredFeatures("ExtendWebSocketsToKubelet")
                .addNewAddress(place.address(), "InternalIP")
                .addNewAddress(settings.name(), "Hostname")
                .withNewDaemonEndpoints().withNewKubeletEndpoint(place.port()).endDaemonEndpoints()
                .withNewNodeInfo()
                .withArchitecture(architecture())
                .withOperatingSystem("linux")
                .withOsImage(System.getProperty("os.name"))
                .withKernelVersion(System.getProperty("os.version"))
                .withContainerRuntimeVersion("headroom://processes")
                .withKubeletVersion("v1.36.0-headroom")
                .withKubeProxyVersion("")
                .withBootID("")
                .withMachineID("")
                .withSystemUUID("")
                .endNodeInfo();
        conditions(status);
        return status.endStatus().build();
    }

    private void conditions(NodeStatusFluent<?> status) {
        var now = ApiTime.of(timeline.now());
        for (var type : List.of("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")) {
            boolean ready = type.equals("Ready");
            status.addToConditions(new NodeConditionBuilder()
                    .withType(type)
                    .withStatus(ready ? "True" : "False")
                    .withReason(ready ? "KubeletReady" : "KubeletHasNo" + type)
                    .withMessage(ready ? "processes of this machine run as pods" : "not watched")
                    .withLastHeartbeatTime(now)
                    .withLastTransitionTime(now)
                    .build());
        }
    }

    private void renew() {
        client.resource(new LeaseBuilder()
                        .withNewMetadata().withNamespace(LEASES).withName(settings.name()).endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(settings.name())
                        .withLeaseDurationSeconds(LEASE_SECONDS)
                        .withRenewTime(timeline.now().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .patch(StatusWriter.apply());
    }

    private void beat() {
        try {
            renew();
            if (!ready()) {
                create();
                writeStatus();
            }
            told(false, "");
        } catch (KubernetesClientException failure) {
            told(true, String.valueOf(failure.getMessage()));
        }
    }

    private boolean ready() {
        return Optional.ofNullable(client.nodes().withName(settings.name()).get()).stream()
                .flatMap(node -> node.getStatus().getConditions().stream())
                .anyMatch(condition -> condition.getType().equals("Ready") && condition.getStatus().equals("True"));
    }

    private void told(boolean now, String why) {
        if (now != away) {
            away = now;
            if (now) {
                LOG.warn("node {}: the API server does not take its heartbeat: {}", settings.name(), why);
            } else {
                LOG.info("node {}: the API server takes its heartbeat again", settings.name());
            }
        }
    }

    @Override
    public void close() {
        beating.ifPresent(Scheduled::cancel);
        heart.shutdownNow();
    }
}

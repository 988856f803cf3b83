package dev.headroom.cluster;

import dev.headroom.certificates.Pem;
import dev.headroom.controlplane.ControlPlane;
import dev.headroom.controlplane.User;
import dev.headroom.machine.LimitEnforcement;
import dev.headroom.machine.LocalMachine;
import dev.headroom.node.ClusterNode;
import dev.headroom.node.ClusterNode.Trust;
import dev.headroom.node.NodeSettings;
import dev.headroom.timeline.Timeline;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.util.List;

/// This machine as the node of a control plane that runs beside it, with all that the node needs.
public final class MachineNode implements AutoCloseable {

    private final LocalMachine machine;
    private final Vertx vertx;
    private final KubernetesClient client;
    private final ClusterNode node;

    /// Registers the node and returns when it sees its pods.
    ///
    /// @param plane has the node's user, [User#node]
    /// @throws UncheckedIOException when this machine gives pods no addresses, with what to do about it
    public MachineNode(ControlPlane plane, NodeSettings settings, Timeline timeline) {
        machine = LocalMachine.openRouted(timeline);
        vertx = Vertx.vertx();
        client = ClusterClient.of(plane.access(User.node(settings.name())));
        var trust = new Trust(
                client,
                plane.serving(List.of(machine.address())),
                Pem.certificates(plane.authority()).getFirst());
        try {
            node = ClusterNode.start(settings, trust, machine, timeline, vertx);
        } catch (UncheckedIOException | KubernetesClientException failure) {
            free();
            throw failure;
        }
    }

    public ClusterNode node() {
        return node;
    }

    /// Where pods and the API server reach it.
    public String address() {
        return machine.address();
    }

    /// What keeps its pods within their limits.
    public LimitEnforcement enforcement() {
        return machine.enforcement();
    }

    @Override
    public void close() {
        node.close();
        free();
    }

    private void free() {
        client.close();
        vertx.close().await();
        machine.close();
    }
}

package dev.headroom.node;

import dev.headroom.certificates.KeyedCertificate;
import dev.headroom.machine.LocalMachine;
import dev.headroom.processes.PodRunner;
import dev.headroom.processes.PodStatus;
import dev.headroom.timeline.Timeline;
import dev.headroom.timeline.Timeline.Scheduled;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/// A node whose pods are processes of this machine: registered at an API server, it runs what the scheduler binds to
/// it.
public final class ClusterNode implements AutoCloseable {

    private static final long SYNC_SECONDS = 30;

    /// How often logs are looked at, so that their lines have times.
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final PodRunner runner;
    private final Scheduled looking;
    private final KubeletServer server;
    private final NodeRegistration registration;
    private final SharedIndexInformer<Pod> informer;
    private final BoundPods bound;
    private final StatusWriter writer;
    private final PodEvents events;

    /// How the node and the API server know each other.
    ///
    /// @param client of the user `system:node:NAME` in the group `system:nodes`; it is not closed with the node
    /// @param serving a certificate for the machine's address
    /// @param clientAuthority has signed the API server's client certificate
    public record Trust(KubernetesClient client, KeyedCertificate serving, X509Certificate clientAuthority) {}

    /// Registers the node and returns when it sees its pods.
    ///
    /// @param machine runs the processes, at addresses that are no loopback addresses; it is not closed with the node
    /// @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not take the node
    public static ClusterNode start(
            NodeSettings settings, Trust trust, LocalMachine machine, Timeline timeline, Vertx vertx) {
        return new ClusterNode(settings, trust, machine, timeline, vertx);
    }

    private ClusterNode(
            NodeSettings settings, Trust trust, LocalMachine machine, Timeline timeline, Vertx vertx) {
        var client = trust.client();
        var usage = MachineUsage.ofThisMachine();
        writer = new StatusWriter(StatusWriter.Api.of(client), timeline);
        events = new PodEvents(client, timeline, settings.name());
        var sources = new EnvironmentSources(EnvironmentSources.Lookup.of(client));
        bound = new BoundPods(writer, events, sources, timeline, machine.address());
        runner = new PodRunner(machine, settings.processes(), timeline, vertx, bound);
        bound.runner(runner);
        var logTimes = new LogTimes(timeline);
        looking = timeline.every(LOOK, LOOK, () -> logTimes.look(runner.pods().values()));
        server = new KubeletServer(
                vertx,
                machine.address(),
                keys(trust),
                new KubeletAccess(client, settings.name()),
                new KubeletServer.Shown(
                        new KubeletServer.View(bound::known, () -> runner.pods().values(), usage, logTimes, timeline),
                        runner::exec));
        var place = new NodeRegistration.Place(machine.address(), KubeletServer.PORT, usage);
        registration = new NodeRegistration(client, settings, place, timeline);
        informer = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", settings.name())
                .runnableInformer(0)
                // Whatever happens to a watch, there is another one.
                .exceptionHandler((_, _) -> true)
                .addEventHandler(bound);
        try {
            registration.start();
            informer.start().toCompletableFuture().orTimeout(SYNC_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException | KubernetesClientException failure) {
            close();
            throw failure;
        }
    }

    private static KubeletServer.Keys keys(Trust trust) {
        try {
            var password = new char[0];
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("node", trust.serving().key(), password,
                    new Certificate[] {trust.serving().certificate()});
            var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keys, password);
            var authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            authorities.setCertificateEntry("clients", trust.clientAuthority());
            var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(authorities);
            return new KubeletServer.Keys(
                    (X509KeyManager) keyManagers.getKeyManagers()[0],
                    (X509TrustManager) trustManagers.getTrustManagers()[0]);
        } catch (GeneralSecurityException | IOException failure) {
            throw new IllegalStateException("node: cannot serve with its certificate: " + failure, failure);
        }
    }

    /// What its pods do.
    public Collection<PodStatus> pods() {
        return List.copyOf(runner.pods().values());
    }

    /// Ends its pods and leaves the Node object, which the cluster will find not ready.
    @Override
    public void close() {
        informer.close();
        bound.close();
        looking.cancel();
        runner.close();
        registration.close();
        server.close();
        writer.close();
        events.close();
    }
}

package dev.headroom.controlplane;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The flags that make the four programs one control plane, as kubeadm sets them where that makes sense on loopback.
final class Flags {

    /// Where Services get their addresses from.
    static final String SERVICES = "10.96.0.0/16";

    private final Pki pki;
    private final ControlPlaneSettings settings;
    private final Ports ports;

    Flags(Pki pki, ControlPlaneSettings settings, Ports ports) {
        this.pki = pki;
        this.settings = settings;
        this.ports = ports;
    }

    /// Where each part listens on 127.0.0.1.
    record Ports(Map<Part, Integer> parts, int etcdPeers, int etcdHealth) {
        Ports {
            parts = Map.copyOf(parts);
        }

        int of(Part part) {
            return Optional.ofNullable(parts.get(part)).orElseThrow();
        }
    }

    List<String> of(Part part) {
        var flags = new ArrayList<>(switch (part) {
            case ETCD -> etcd();
            case API_SERVER -> apiServer();
            case CONTROLLER_MANAGER -> controllerManager();
            case SCHEDULER -> scheduler();
        });
        flags.addAll(settings.flags().getOrDefault(part, List.of()));
        return flags;
    }

    private List<String> etcd() {
        var clients = "https://127.0.0.1:" + ports.of(Part.ETCD);
        var peers = "https://127.0.0.1:" + ports.etcdPeers();
        var flags = new ArrayList<>(List.of(
                "--name=headroom",
                "--data-dir=" + settings.folder().resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=headroom=" + peers,
                "--listen-metrics-urls=http://127.0.0.1:" + ports.etcdHealth(),
                "--client-cert-auth=true",
                "--trusted-ca-file=" + pki.file("etcd-ca.crt"),
                "--cert-file=" + pki.file("etcd.crt"),
                "--key-file=" + pki.file("etcd.key"),
                "--peer-client-cert-auth=true",
                "--peer-trusted-ca-file=" + pki.file("etcd-ca.crt"),
                "--peer-cert-file=" + pki.file("etcd.crt"),
                "--peer-key-file=" + pki.file("etcd.key"),
                "--log-level=warn"));
        if (!settings.durable()) {
            flags.add("--unsafe-no-fsync");
        }
        return flags;
    }

    private List<String> apiServer() {
        var flags = new ArrayList<String>();
        flags.addAll(serving(Part.API_SERVER, "apiserver"));
        flags.addAll(requestHeader());
        flags.addAll(List.of(
                "--advertise-address=127.0.0.1",
                "--endpoint-reconciler-type=none",
                "--etcd-servers=https://127.0.0.1:" + ports.of(Part.ETCD),
                "--etcd-cafile=" + pki.file("etcd-ca.crt"),
                "--etcd-certfile=" + pki.file("apiserver-etcd-client.crt"),
                "--etcd-keyfile=" + pki.file("apiserver-etcd-client.key"),
                "--service-cluster-ip-range=" + SERVICES,
                "--authorization-mode=Node,RBAC",
                "--enable-admission-plugins=NodeRestriction",
                "--allow-privileged=true",
                "--token-auth-file=" + tokens(),
                "--client-ca-file=" + pki.file("ca.crt"),
                "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
                "--service-account-key-file=" + pki.file("sa.pub"),
                "--service-account-signing-key-file=" + pki.file("sa.key"),
                "--proxy-client-cert-file=" + pki.file("front-proxy-client.crt"),
                "--proxy-client-key-file=" + pki.file("front-proxy-client.key"),
                "--kubelet-certificate-authority=" + pki.file("ca.crt"),
                "--kubelet-client-certificate=" + pki.file("apiserver-kubelet-client.crt"),
                "--kubelet-client-key=" + pki.file("apiserver-kubelet-client.key"),
                "--kubelet-preferred-address-types=InternalIP",
                "--profiling=false"));
        return flags;
    }

    Path tokens() {
        return settings.folder().resolve("pki/tokens.csv");
    }

    private List<String> controllerManager() {
        var flags = new ArrayList<String>();
        flags.addAll(serving(Part.CONTROLLER_MANAGER, "controller-manager"));
        flags.addAll(client(Part.CONTROLLER_MANAGER));
        flags.addAll(List.of(
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + pki.file("sa.key"),
                "--root-ca-file=" + pki.file("ca.crt"),
                "--cluster-signing-cert-file=" + pki.file("ca.crt"),
                "--cluster-signing-key-file=" + pki.file("ca.key")));
        return flags;
    }

    private List<String> scheduler() {
        var flags = new ArrayList<String>();
        flags.addAll(serving(Part.SCHEDULER, "scheduler"));
        flags.addAll(client(Part.SCHEDULER));
        return flags;
    }

    private List<String> serving(Part part, String certificate) {
        return List.of(
                "--bind-address=127.0.0.1",
                "--secure-port=" + ports.of(part),
                "--tls-cert-file=" + pki.file(certificate + ".crt"),
                "--tls-private-key-file=" + pki.file(certificate + ".key"));
    }

    private List<String> requestHeader() {
        return List.of(
                "--requestheader-client-ca-file=" + pki.file("front-proxy-ca.crt"),
                "--requestheader-allowed-names=front-proxy-client",
                "--requestheader-username-headers=X-Remote-User",
                "--requestheader-group-headers=X-Remote-Group",
                "--requestheader-extra-headers-prefix=X-Remote-Extra-");
    }

    private List<String> client(Part part) {
        var kubeconfig = kubeconfig(User.part(part).name());
        return List.of(
                "--kubeconfig=" + kubeconfig,
                "--authentication-kubeconfig=" + kubeconfig,
                "--authorization-kubeconfig=" + kubeconfig,
                "--leader-elect=false");
    }

    Path kubeconfig(String user) {
        return settings.folder().resolve("kubeconfig/" + user.replace(':', '-') + ".yaml");
    }
}

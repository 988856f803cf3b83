package dev.headroom.server;

import dev.headroom.triggers.PrometheusTrigger;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/// Which `serverAddress` means this program.
///
/// On one machine there is no cluster DNS, and this program is the Prometheus that the manifests mean: names of
/// Services (`prometheus`, `prometheus.monitoring`, `….svc`, `….svc.cluster.local`) mean the embedded engine, as does
/// its own address. Every other address is asked over the network, and so is every trigger that brings credentials.
final class PrometheusAddress {

    private static final Set<String> OWN_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private final int port;

    /// @param port where this program listens
    PrometheusAddress(int port) {
        this.port = port;
    }

    boolean meansEmbedded(PrometheusTrigger trigger) {
        if (!trigger.authentication().modes().isEmpty() || !trigger.podIdentity().isEmpty()) {
            return false;
        }
        return meansEmbedded(trigger.serverAddress());
    }

    boolean meansEmbedded(String url) {
        try {
            var address = new URI(url);
            var host = address.getHost();
            if (host == null) {
                return false;
            }
            if (OWN_HOSTS.contains(host)) {
                return address.getPort() == port || address.getPort() == ServerConfig.DEFAULT_PORT;
            }
            return "http".equals(address.getScheme()) && isServiceName(host);
        } catch (URISyntaxException _) {
            return false;
        }
    }

    private static boolean isServiceName(String host) {
        boolean digits = host.matches("[0-9.]+") || host.startsWith("[");
        return !digits
                && (host.endsWith(".svc") || host.contains(".svc.") || host.chars().filter(c -> c == '.').count() < 2);
    }
}

package dev.headroom.observer;

import dev.headroom.triggers.PrometheusTrigger;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which `serverAddress` means this program, so that its own samples answer: loopback at its port, and the addresses of
/// the Service in front of it, with or without `.svc` and the domain of the cluster.
public final class OwnAddresses {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int HTTP_PORT = 80;

    private final Set<String> known = new HashSet<>();

    /// @param port where this program listens
    /// @param urls of the Service in front of it
    public OwnAddresses(int port, List<String> urls) {
        LOOPBACK.forEach(host -> known.add(host + ":" + port));
        urls.forEach(url -> address(url).ifPresent(known::add));
    }

    /// A trigger with credentials asks over the network, whatever its address.
    public boolean mean(PrometheusTrigger trigger) {
        return trigger.authentication().modes().isEmpty()
                && trigger.podIdentity().isEmpty()
                && means(trigger.serverAddress());
    }

    boolean means(String url) {
        return address(url).filter(known::contains).isPresent();
    }

    private static Optional<String> address(String url) {
        try {
            var parsed = new URI(url);
            var host = parsed.getHost();
            if (host == null || !"http".equals(parsed.getScheme())) {
                return Optional.empty();
            }
            var name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.svc(\\..*)?$", "");
            return Optional.of(name + ":" + (parsed.getPort() < 0 ? HTTP_PORT : parsed.getPort()));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}

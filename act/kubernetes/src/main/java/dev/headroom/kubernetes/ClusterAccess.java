package dev.headroom.kubernetes;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where an API server is and who asks.
public final class ClusterAccess {

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private final Config config;
    private final String source;
    private final Supplier<ClusterAccess> again;

    private ClusterAccess(Config config, String source, Supplier<ClusterAccess> again) {
        this.config = config;
        this.source = source;
        this.again = again;
    }

    /// From a kubeconfig, else from the pod that this program runs in, else from where kubectl looks.
    ///
    /// @throws AccessException when there is none, or it cannot be read
    public static ClusterAccess find(Optional<Path> kubeconfig) {
        if (kubeconfig.isPresent()) {
            return read(kubeconfig.get());
        }
        if (System.getenv("KUBERNETES_SERVICE_HOST") != null && Files.exists(ACCOUNT.resolve("token"))) {
            return ofPod();
        }
        var named = Optional.ofNullable(System.getenv("KUBECONFIG")).filter(text -> !text.isBlank());
        var usual = Path.of(System.getProperty("user.home"), ".kube", "config");
        if (named.isPresent() || Files.exists(usual)) {
            return read(named.map(Path::of).orElse(usual));
        }
        throw new AccessException("expected a cluster: --kubeconfig FILE, KUBECONFIG, " + usual
                + ", or a pod with a service account; got none of them");
    }

    private static ClusterAccess ofPod() {
        return checked(Config.autoConfigure(null), "the service account of this pod", ClusterAccess::ofPod);
    }

    private static ClusterAccess read(Path file) {
        if (!Files.isReadable(file)) {
            throw new AccessException(file + ": expected a kubeconfig that can be read, got none");
        }
        return checked(config(file), file.toString(), () -> read(file));
    }

    private static Config config(Path file) {
        try {
            return Config.fromKubeconfig(file.toFile());
        } catch (RuntimeException wrong) {
            // The client's own, or those of the YAML reader that it brings.
            throw new AccessException(file + ": expected a kubeconfig, got: "
                    + String.valueOf(wrong.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
        }
    }

    private static ClusterAccess checked(Config config, String source, Supplier<ClusterAccess> again) {
        var url = config.getMasterUrl();
        if (url == null || url.isBlank()) {
            throw new AccessException(source + ": expected the address of an API server, got none");
        }
        return new ClusterAccess(config, source, again);
    }

    /// The same, as its files say it now.
    ///
    /// @throws AccessException when there is none any more, or it cannot be read
    ClusterAccess again() {
        return again.get();
    }

    /// What it comes to: the address, whom to believe, and who asks. The same as long as nothing of it has changed.
    Object credentials() {
        var all = new ArrayList<String>();
        all.add(config.getMasterUrl());
        all.add(text(config.getCaCertData()) + content(config.getCaCertFile()));
        all.add(text(config.getClientCertData()) + content(config.getClientCertFile()));
        all.add(text(config.getClientKeyData()) + content(config.getClientKeyFile()));
        all.add(text(config.getOauthToken()) + text(config.getAutoOAuthToken()));
        all.add(text(config.getUsername()) + ":" + text(config.getPassword()));
        return new Credentials(all);
    }

    /// Printed nowhere.
    private record Credentials(List<String> all) {
        @Override
        public String toString() {
            return "Credentials";
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String content(@Nullable String file) {
        try {
            return file == null ? "" : Files.readString(Path.of(file));
        } catch (IOException | UncheckedIOException _) {
            return "";
        }
    }

    Config config() {
        return config;
    }

    /// Where it was found, for people.
    public String source() {
        return source;
    }

    /// The namespace that it names; empty for none.
    public Optional<String> namespace() {
        return Optional.ofNullable(config.getNamespace()).filter(each -> !each.isBlank());
    }
}

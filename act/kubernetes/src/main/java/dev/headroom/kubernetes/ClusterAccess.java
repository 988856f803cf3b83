package dev.headroom.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where an API server is and who asks.
public final class ClusterAccess {

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    /// A line of YAML that says nothing.
    private static final Pattern NOTHING = Pattern.compile("|#.*|---|\\.\\.\\.");

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
        return kubeconfig.isEmpty() && isInPod() ? ofPod() : ofPerson(kubeconfig, Optional.empty());
    }

    /// As kubectl does: the file that is named, else those of KUBECONFIG, else the usual one, else the pod that this
    /// program runs in.
    ///
    /// @param context of the kubeconfig; empty for its current one
    /// @throws AccessException when there is none, or it cannot be read
    public static ClusterAccess ofPerson(Optional<Path> kubeconfig, Optional<String> context) {
        var named = Optional.ofNullable(System.getenv("KUBECONFIG")).filter(text -> !text.isBlank());
        var usual = Path.of(System.getProperty("user.home"), ".kube", "config");
        if (kubeconfig.isPresent()) {
            return read(kubeconfig.get(), context);
        }
        if (named.isPresent() && named.get().contains(File.pathSeparator)) {
            return merged(named.get(), context);
        }
        if (named.isPresent() || Files.exists(usual)) {
            return read(named.map(Path::of).orElse(usual), context);
        }
        if (isInPod()) {
            return ofPod();
        }
        throw new AccessException("expected a cluster: --kubeconfig FILE, KUBECONFIG, " + usual
                + ", or a pod with a service account; got none of them");
    }

    private static boolean isInPod() {
        return System.getenv("KUBERNETES_SERVICE_HOST") != null && Files.exists(ACCOUNT.resolve("token"));
    }

    private static ClusterAccess ofPod() {
        return checked(
                Config.autoConfigure(null), "the service account of this pod", Optional.empty(), ClusterAccess::ofPod);
    }

    /// A kubeconfig without a context names no cluster.
    private static ClusterAccess chosen(
            Config config, String source, Optional<String> context, Supplier<ClusterAccess> again) {
        if (context.isEmpty() && contextOf(config).isEmpty()) {
            throw new AccessException(source + ": expected a current context (kubectl config use-context), got none");
        }
        return checked(config, source, context, again);
    }

    private static ClusterAccess read(Path file, Optional<String> context) {
        if (!Files.isReadable(file)) {
            throw new AccessException(file + ": expected a kubeconfig that can be read, got none");
        }
        // fabric8 has no answer to a file without anything in it.
        if (content(file.toString()).lines().map(String::strip).allMatch(NOTHING.asMatchPredicate())) {
            throw new AccessException(file + ": expected a kubeconfig, got a file without anything in it");
        }
        return chosen(config(file, context), file.toString(), context, () -> read(file, context));
    }

    private static Config config(Path file, Optional<String> context) {
        try {
            return Config.fromKubeconfig(nullable(context), file.toFile());
        } catch (RuntimeException wrong) {
            // The client's own, or those of the YAML reader that it brings.
            throw new AccessException(file + ": expected a kubeconfig, got: "
                    + String.valueOf(wrong.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
        }
    }

    /// Several files of KUBECONFIG are read as one; those that are not there are left out.
    private static ClusterAccess merged(String files, Optional<String> context) {
        boolean some = Arrays.stream(files.split(File.pathSeparator)).map(Path::of).anyMatch(Files::isReadable);
        if (!some) {
            throw new AccessException("KUBECONFIG: expected a kubeconfig that can be read, got none among " + files);
        }
        try {
            return chosen(Config.autoConfigure(nullable(context)), files, context, () -> merged(files, context));
        } catch (KubernetesClientException | IllegalArgumentException wrong) {
            throw new AccessException(files + ": expected kubeconfigs, got: " + wrong.getMessage());
        }
    }

    private static @Nullable String nullable(Optional<String> text) {
        return text.orElse(null);
    }

    private static ClusterAccess checked(
            Config config, String source, Optional<String> context, Supplier<ClusterAccess> again) {
        context.filter(name -> !name.equals(contextOf(config))).ifPresent(name -> {
            var known = Optional.ofNullable(config.getContexts()).orElse(List.of()).stream()
                    .map(NamedContext::getName)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new AccessException(source + ": expected a context " + (known.isEmpty() ? "" : "(" + known + ")")
                    + ", got \"" + name + '"');
        });
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

    private static String contextOf(Config config) {
        return Optional.ofNullable(config.getCurrentContext()).map(NamedContext::getName).orElse("");
    }

    Config config() {
        return config;
    }

    /// Where it was found, for people.
    public String source() {
        return source;
    }

    /// The context of the kubeconfig that counts; empty where there is none.
    public String context() {
        return contextOf(config);
    }

    /// The namespace that it names; empty for none.
    public Optional<String> namespace() {
        return Optional.ofNullable(config.getNamespace()).filter(each -> !each.isBlank());
    }
}

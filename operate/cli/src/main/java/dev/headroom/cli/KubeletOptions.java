package dev.headroom.cli;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.HttpClientConfig.Credentials;
import dev.headroom.config.HttpClientConfig.Secret;
import dev.headroom.config.HttpClientConfig.TlsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say whether kubelets are asked what pods use, and how.
final class KubeletOptions {

    private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";

    @Option(names = "--resource-metrics",
            description = "serve metrics.k8s.io as well, in place of metrics-server: CPU and memory of pods and nodes,"
                    + " asked of every kubelet each 15s; needs --metrics-service")
    private boolean served;

    @Option(names = "--kubelet-token", paramLabel = "FILE", defaultValue = ACCOUNT + "token",
            description = "the token that kubelets are asked with, read each time (default: ${DEFAULT-VALUE})")
    private Path token = Path.of(ACCOUNT + "token");

    @Option(names = "--kubelet-ca", paramLabel = "FILE", defaultValue = ACCOUNT + "ca.crt",
            description = "who signs the certificates of kubelets (default: the cluster, ${DEFAULT-VALUE})")
    private Path authority = Path.of(ACCOUNT + "ca.crt");

    @Option(names = "--kubelet-insecure-tls",
            description = "take every certificate of a kubelet, where they sign their own; whoever can answer in place"
                    + " of one gets the token")
    private boolean insecure;

    /// How kubelets are asked; empty where they are not.
    Optional<HttpClientConfig> http() {
        if (!served) {
            return Optional.empty();
        }
        if (!Files.isReadable(token)) {
            throw new UserError(
                    "--kubelet-token: expected a file with a token, got " + token + ", which cannot be read");
        }
        if (!insecure && !Files.isReadable(authority)) {
            throw new UserError("--kubelet-ca: expected a file with certificates, got " + authority
                    + ", which cannot be read; --kubelet-insecure-tls takes every certificate");
        }
        var trusted = insecure ? Secret.NONE : new Secret("", authority.toString());
        return Optional.of(new HttpClientConfig(
                new Credentials.Typed("Bearer", new Secret("", token.toString())),
                new TlsConfig(trusted, Secret.NONE, Secret.NONE, "", insecure, "", ""),
                Map.of(),
                false,
                false));
    }
}

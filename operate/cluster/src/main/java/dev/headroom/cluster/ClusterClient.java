package dev.headroom.cluster;

import dev.headroom.controlplane.Access;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// A client of an API server for one user. What the environment says about other clusters is not looked at.
public final class ClusterClient {

    /// Whoever asks knows better when to ask again.
    private static final int RETRIES = 1;

    private ClusterClient() {}

    public static KubernetesClient of(Access access) {
        var authority = access.authority().getBytes(StandardCharsets.US_ASCII);
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl(access.url())
                .withCaCertData(Base64.getEncoder().encodeToString(authority))
                .withOauthToken(access.token())
                .withNamespace("default")
                .withRequestRetryBackoffLimit(RETRIES)
                .build();
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }
}

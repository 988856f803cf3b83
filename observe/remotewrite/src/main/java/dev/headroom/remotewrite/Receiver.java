package dev.headroom.remotewrite;

import dev.headroom.config.HttpClientConfig.Credentials;
import dev.headroom.config.RemoteWriteConfig;
import java.util.Map;

/// A receiver as it is to be served now.
///
/// @param identity what it is known by from process to process and from one configuration to the next: its name, or
///     else its URL
record Receiver(String identity, RemoteWriteConfig config, Map<String, String> externalLabels) {

    Receiver {
        externalLabels = Map.copyOf(externalLabels);
    }

    /// Whether requests can be made as the receiver wants them; what is refused for its signature would be lost.
    static boolean isServed(RemoteWriteConfig config) {
        return config.signature().isEmpty() && !(config.http().credentials() instanceof Credentials.OAuth2);
    }

    /// The URL without credentials.
    String shownUrl() {
        return config.url().replaceFirst("//[^/@]*@", "//");
    }
}

package dev.headroom.controlplane;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// How somebody reaches the API server.
///
/// @param authority the certificate to believe, as PEM
public record Access(String url, String authority, String user, String token) {

    /// As a file for `kubectl --kubeconfig`.
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: headroom
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: %s
                  user:
                    token: %s
                contexts:
                - name: headroom
                  context:
                    cluster: headroom
                    user: %s
                current-context: headroom
                """
                .formatted(
                        url,
                        Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII)),
                        '"' + user + '"',
                        token,
                        '"' + user + '"');
    }

    @Override
    public String toString() {
        return "Access[" + user + " at " + url + "]";
    }
}

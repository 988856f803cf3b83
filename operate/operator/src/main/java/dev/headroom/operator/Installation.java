package dev.headroom.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The manifests that an operator needs in its cluster.
public enum Installation {
    /// ScaledObject and its companions, where KEDA's own definitions are not installed.
    CRDS("keda.sh.yaml"),
    /// What each mode may do.
    RBAC("rbac.yaml");

    private final String file;

    Installation(String file) {
        this.file = file;
    }

    /// As `kubectl apply -f -` takes them.
    public String manifests() {
        try (var stream = Installation.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("no " + file + " among the resources");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

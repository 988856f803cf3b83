package dev.headroom.manifests;

import java.io.Serial;

/// A manifest that cannot be used; the message is one line: what, where, expected, got.
public final class ManifestException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ManifestException(String message) {
        super(message);
    }
}

package dev.headroom.files;

import java.io.IOException;
import java.io.Serial;

/// Bytes are not what was written.
public final class DamagedException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    public DamagedException(String found) {
        super(found);
    }
}

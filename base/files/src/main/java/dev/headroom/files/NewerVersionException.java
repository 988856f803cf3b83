package dev.headroom.files;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A file was written by a newer program.
public final class NewerVersionException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    NewerVersionException(Path file, int written, int known) {
        super(file + ": expected format version " + known + " or older, got " + written
                + ", which a newer Headroom wrote; start that one, or give another folder");
    }
}

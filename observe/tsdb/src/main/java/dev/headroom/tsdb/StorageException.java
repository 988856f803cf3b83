package dev.headroom.tsdb;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A folder cannot be opened as a storage; the message says why in one line.
public final class StorageException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private StorageException(String message, IOException cause) {
        super(message, cause);
    }

    static StorageException of(Path folder, IOException cause) {
        var text = String.valueOf(cause.getMessage());
        return new StorageException(
                text.startsWith(folder.toString()) ? text : folder + ": expected a folder to keep samples in, got "
                        + cause.getClass().getSimpleName() + ": " + text
                        + "; give another folder",
                cause);
    }
}

package dev.headroom.files;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A folder that takes one writer has one.
public final class FolderInUseException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    /// @param holder who has it, such as `process 4711`
    public FolderInUseException(Path folder, String holder) {
        super(folder + ": expected a folder that nobody writes to, got one that " + holder
                + " holds; stop it, or give another folder");
    }
}

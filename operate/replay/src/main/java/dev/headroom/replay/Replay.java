package dev.headroom.replay;

import java.nio.file.Path;

/// Replays a file against this program, whatever it holds: recorded vectors or a script.
public final class Replay {

    private Replay() {}

    /// @throws ReplayException when the file cannot be read or is of no known kind
    public static Tally file(Path file) {
        if (VectorFile.handles(file)) {
            return VectorFile.replay(file);
        }
        throw new ReplayException(file + ": expected a file named .test, .jsonl or .jsonl.gz, got another name");
    }
}

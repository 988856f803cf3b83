package dev.headroom.replay;

import dev.headroom.recording.ReplayException;
import java.nio.file.Path;

/// Replays a file against this program, whatever it holds: recorded vectors or a script.
public final class Replay {

    private Replay() {}

    /// Replays with the settings of the runners that recorded.
    ///
    /// @throws ReplayException when the file cannot be read or is of no known kind
    public static Tally file(Path file) {
        return file(file, NameRemoval.DELAYED);
    }

    /// @param nameRemoval counts for scripts only
    /// @throws ReplayException when the file cannot be read or is of no known kind
    public static Tally file(Path file, NameRemoval nameRemoval) {
        if (ScriptFile.handles(file)) {
            return ScriptFile.replay(file, nameRemoval);
        }
        if (VectorFile.handles(file)) {
            return VectorFile.replay(file);
        }
        throw new ReplayException(file + ": expected a file named .test, .jsonl or .jsonl.gz, got another name");
    }
}

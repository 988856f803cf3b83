package dev.headroom.recording;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Replays the lines of one kind of recorded vectors; a line says in its field `suite` which kind it is.
public interface Suite {

    /// The value of the field `suite`.
    String name();

    /// This suite for the vectors of one file, with what lies beside it.
    default Suite beside(Path file) {
        return this;
    }

    /// Replays one line.
    ///
    /// @return one entry per difference, each one line: what was asked, expected and got; empty when all is equal
    List<String> replay(JsonNode line);

    /// The accident of the recorded program that this case shows and that is mended here, by the name under which
    /// `docs/reference/deviations.md` explains it. The rule looks at the case before anything else does, and at what
    /// was given only; [#replay] then checks what is promised instead.
    default Optional<String> deviation(JsonNode line) {
        return Optional.empty();
    }
}

package dev.headroom.replay;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// Replays the lines of one kind of recorded vectors; a line says in its field `suite` which kind it is.
public interface Suite {

    /// The value of the field `suite`.
    String name();

    /// Replays one line.
    ///
    /// @return one entry per difference, each one line: what was asked, expected and got; empty when all is equal
    List<String> replay(JsonNode line);
}

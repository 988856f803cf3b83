package dev.headroom.replay;

import dev.headroom.recording.Suite;
import dev.headroom.records.Rerun;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Decides what a run recorded (`decisions.jsonl`) once more; lines of one file follow each other.
final class DecisionsSuite implements Suite {

    private final Rerun rerun = new Rerun();

    @Override
    public String name() {
        return "decisions";
    }

    @Override
    public Suite beside(Path file) {
        return new DecisionsSuite();
    }

    @Override
    public List<String> replay(JsonNode line) {
        return rerun.line(line);
    }
}

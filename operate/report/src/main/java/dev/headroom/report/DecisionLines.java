package dev.headroom.report;

import dev.headroom.explain.DecisionJson;
import dev.headroom.verdicts.RunRecord;

/// The decisions of a run, one JSON object per line, as the HTTP API has them.
final class DecisionLines {

    private DecisionLines() {}

    static String of(RunRecord run) {
        var lines = new StringBuilder();
        for (var decision : run.decisions()) {
            lines.append(DecisionJson.of(decision.id(), decision.record())).append('\n');
        }
        return lines.toString();
    }
}

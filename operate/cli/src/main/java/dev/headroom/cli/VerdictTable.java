package dev.headroom.cli;

import dev.headroom.verdicts.Verdict;
import dev.headroom.verdicts.Verdicts;
import java.util.ArrayList;
import java.util.List;

/// The verdicts of a run as a table.
final class VerdictTable {

    private VerdictTable() {}

    static List<String> lines(Verdicts verdicts, Terminal terminal) {
        var columns = new Columns("VERDICT", "MEASURED", "EXPECTED", "");
        verdicts.list().forEach(verdict -> columns.row(
                verdict.claim().name(), verdict.measuredText(), verdict.claim().expected().text(), verdict.word()));
        var lines = new ArrayList<String>();
        var plain = columns.lines();
        lines.add(plain.getFirst());
        for (int i = 1; i < plain.size(); i++) {
            var line = plain.get(i);
            lines.add(switch (verdicts.list().get(i - 1)) {
                case Verdict.Passed _ -> line;
                case Verdict.Failed failed -> terminal.bad(line) + "\n    " + failed.detail();
                case Verdict.NotMeasured unknown -> terminal.busy(line) + "\n    " + unknown.why();
            });
        }
        lines.add("");
        lines.add(verdicts.passed() ? terminal.good(verdicts.summary()) : terminal.bad(verdicts.summary()));
        return lines;
    }
}

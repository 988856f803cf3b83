package dev.headroom.cli;

import dev.headroom.cli.StyledLine.Style;
import dev.headroom.verdicts.Verdict;
import dev.headroom.verdicts.Verdicts;
import java.util.ArrayList;
import java.util.List;

/// The verdicts of a run as a table: what is claimed, what was measured, and where there is room what was expected. What
/// did not pass says more.
final class VerdictTable {

    /// From here on there is a column for what was expected.
    private static final int WIDE = 110;

    private static final int EXPECTED = 42;
    private static final int MEASURED = 16;

    private final Terminal.Look look;
    private final int columns;

    private VerdictTable(Terminal.Look look, int columns) {
        this.look = look;
        this.columns = columns;
    }

    static List<String> lines(Verdicts verdicts, Terminal.Look look, int columns) {
        var table = new VerdictTable(look, Math.clamp(columns, 60, 140));
        var lines = new ArrayList<String>();
        for (var group : Verdict.Group.values()) {
            var members = verdicts.list().stream()
                    .filter(verdict -> verdict.claim().group() == group)
                    .toList();
            if (!members.isEmpty()) {
                lines.add(new StyledLine(look).to(2).add(group.words(), Style.BOLD).in(columns));
                members.forEach(verdict -> table.verdict(verdict, lines));
                lines.add("");
            }
        }
        verdicts.notAsked().forEach(each ->
                lines.add(new StyledLine(look).to(2).add("not asked: " + each, Style.DIM).in(columns)));
        lines.add(new StyledLine(look).to(2)
                .add(verdicts.summary(), verdicts.passed() ? Style.GOOD : Style.BAD)
                .in(columns));
        return lines;
    }

    private void verdict(Verdict verdict, List<String> lines) {
        boolean wide = columns >= WIDE;
        int measured = columns - MEASURED;
        int expected = measured - EXPECTED;
        int room = (wide ? expected : measured) - 6;
        var line = new StyledLine(look).to(2);
        switch (verdict) {
            case Verdict.Passed _ -> line.add("✓", Style.GOOD);
            case Verdict.Failed _ -> line.add("✗", Style.BAD);
            case Verdict.NotMeasured _ -> line.add("?", Style.BUSY);
        }
        line.to(4).add(new StyledLine(look).add(verdict.claim().name()).in(room));
        if (wide) {
            line.to(expected).add(verdict.claim().expected().text(), Style.DIM);
        }
        line.to(measured);
        switch (verdict) {
            case Verdict.Passed _ -> line.add(verdict.measuredText());
            case Verdict.Failed _ -> line.add(verdict.measuredText(), Style.BAD);
            case Verdict.NotMeasured _ -> line.add(verdict.word(), Style.BUSY);
        }
        lines.add(line.in(columns));
        switch (verdict) {
            case Verdict.Passed _ -> {}
            case Verdict.Failed _ -> more("expected " + verdict.claim().expected().text() + "; "
                    + verdict.detailText(), lines);
            case Verdict.NotMeasured _ -> more(verdict.detailText(), lines);
        }
    }

    private void more(String text, List<String> lines) {
        var shown = look.unicode() ? text : Ascii.of(text);
        StyledLine.wrapped(shown, columns - 6, 4)
                .forEach(each -> lines.add(new StyledLine(look).to(4).add(each, Style.DIM).in(columns)));
    }
}

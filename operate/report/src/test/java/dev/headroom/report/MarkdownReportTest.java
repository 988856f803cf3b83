package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.report.SimulatedRun.Knobs;
import dev.headroom.verdicts.RunRecord;
import dev.headroom.verdicts.Verdicts;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The report as Markdown.
class MarkdownReportTest {

    private static List<String> lines(RunRecord run) {
        return MarkdownReport.of(run, Verdicts.of(run)).lines().toList();
    }

    @Test
    void itBeginsWithTheOutcomeAndHasALinePerVerdict() {
        var lines = lines(SimulatedRun.of(Knobs.OVERLOADED));
        assertEquals("# demo of default/inference", lines.getFirst());
        assertEquals("**❌ 3 of 14 verdicts failed**", lines.get(2));
        assertEquals(11, lines.stream().filter(line -> line.startsWith("| ✅ passed | ")).count());
        var scaledUp = "| ❌ failed | scaled up | at least 6 replicas ready at once | 5 replicas | ";
        assertTrue(lines.stream().anyMatch(line -> line.startsWith(scaledUp)), String.join("\n", lines));
    }

    @Test
    void everyRowOfATableHasTheCellsOfItsHead() {
        for (var knobs : List.of(Knobs.GOOD, Knobs.BLIND, Knobs.BREAKS_ON_DRAIN)) {
            int columns = 0;
            for (var line : lines(SimulatedRun.of(knobs))) {
                int bars = line.replace("\\|", "").replaceAll("[^|]", "").length();
                if (line.startsWith("|")) {
                    assertEquals(columns == 0 ? bars : columns, bars, line);
                    columns = bars;
                } else {
                    columns = 0;
                }
            }
        }
    }

    @Test
    void itShowsTheShapeOfTheRunInOneLineEach() {
        var lines = lines(SimulatedRun.of(Knobs.GOOD));
        var desired = lines.stream().filter(line -> line.startsWith("desired ")).findFirst().orElseThrow();
        assertTrue(desired.contains("█"), desired);
        assertTrue(desired.endsWith("  12"), desired);
    }

    @Test
    void decisionsWithoutANumberAreListed() {
        assertTrue(lines(SimulatedRun.of(Knobs.BLIND)).stream()
                .anyMatch(line -> line.startsWith("| 1:01 | holds 3 replicas | p95 has no number: no sample of")));
    }
}

package dev.headroom.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.hpa.HpaSettings;
import dev.headroom.hpa.Reason;
import dev.headroom.records.DecisionFiles.Limits;
import dev.headroom.records.DecisionHistory.Entry;
import dev.headroom.records.DecisionHistory.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of decisions that mostly say the same.
class ChangedDecisionsTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static DecisionRecord record(String autoscaler, int minute, Decision decision) {
        return new DecisionRecord(
                START.plusSeconds(60L * minute), autoscaler, decision, List.of(), Optional.empty(), List.of());
    }

    private static Decision holds(int replicas) {
        return new Decision.Hold(replicas, List.of(new Reason("DesiredWithinRange", "as it is")));
    }

    private static Decision scales(int from, int to) {
        return new Decision.Scale(from, to, List.of(new Reason("MetricAboveTarget", "more")));
    }

    private static List<Long> minutes(List<Entry> entries) {
        return entries.stream().map(each -> (each.record().time().getEpochSecond() - START.getEpochSecond()) / 60)
                .toList();
    }

    private static void anHour(ChangedDecisions decisions) {
        for (int minute = 0; minute <= 60; minute++) {
            decisions.add(record("shop/web", minute, minute == 20 ? scales(3, 5) : holds(minute < 20 ? 3 : 5)));
            decisions.add(record("shop/api", minute, holds(1)));
        }
    }

    private static Request since(int minute) {
        return new Request(
                Optional.of("shop/web"), START.plusSeconds(60L * minute), START.plusSeconds(7_200), 100);
    }

    @Test
    void onlyWhatSaysSomethingElseIsKeptAndTheNewest() throws IOException {
        var decisions = new ChangedDecisions(Optional.empty());
        anHour(decisions);
        assertEquals(List.of(0L, 20L, 21L, 60L), minutes(decisions.newest("shop/web")));
        assertEquals(List.of(20L, 21L, 60L), minutes(decisions.read(since(10))));
        assertEquals(List.of(60L), minutes(decisions.read(since(30))));
        assertEquals(List.of(), decisions.newest("shop/nobody"));
        decisions.gone("shop/web");
        assertEquals(List.of(), decisions.newest("shop/web"));
    }

    @Test
    void changesAreOnDiskAndFoundByTheNextProcess() throws IOException {
        anHour(new ChangedDecisions(Optional.of(open())));
        try (var lines = Files.lines(folder.resolve("decisions.jsonl"))) {
            assertEquals(5, lines.count(), "the settings, three of web, one of api");
        }
        var next = new ChangedDecisions(Optional.of(open()));
        assertEquals(List.of(0L, 20L, 21L), minutes(next.read(since(0))));
        next.add(record("shop/web", 61, holds(5)));
        assertEquals(List.of(0L, 20L, 21L, 61L), minutes(next.read(since(0))));
    }

    private DecisionFiles open() {
        return DecisionFiles.open(
                folder.resolve("decisions.jsonl"), Limits.STANDARD, List.of(), HpaSettings.DEFAULT, START);
    }

    @Test
    void oldChangesOfOneThatChangesAllTheTimeGiveWay() {
        var decisions = new ChangedDecisions(Optional.empty());
        for (int minute = 0; minute < 50; minute++) {
            decisions.add(record("shop/web", minute, scales(minute, minute + 1)));
        }
        var kept = minutes(decisions.newest("shop/web"));
        assertEquals(10, kept.size());
        assertTrue(kept.contains(49L), kept::toString);
    }
}

package dev.headroom.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// What was recorded decides again to the same, and what was changed does not.
class RerunTest {

    private static List<String> record(String manifests, long seed) {
        var lines = Loop.lines(manifests);
        var all = new ArrayList<>(List.of(lines.first(false, 0)));
        new Loop(manifests, seed).run(150, told -> all.add(lines.decision(all.size(), told)));
        return all;
    }

    private static List<String> differences(List<String> lines) {
        var rerun = new Rerun();
        return lines.stream()
                .flatMap(line -> rerun.line(JsonMapper.shared().readTree(line)).stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void bothFormsOfAManifestDecideAgainToTheSame(long seed) {
        for (var manifests : List.of(Loop.SCALED_OBJECT, Loop.HPA)) {
            var lines = record(manifests, seed);
            assertTrue(lines.size() > 40, lines.size() + " lines");
            assertEquals(List.of(), differences(lines), "seed " + seed);
        }
    }

    @Test
    void anotherReadingIsAnotherDecision() {
        var lines = record(Loop.HPA, 1);
        int changed = 20;
        lines.set(changed, lines.get(changed).replaceAll("\"specReplicas\":\\d+", "\"specReplicas\":9"));
        assertFalse(differences(lines).isEmpty());
    }

    @Test
    void anotherManifestIsAnotherDecision() {
        var lines = record(Loop.SCALED_OBJECT, 1);
        lines.set(0, lines.getFirst().replace("0.350", "0.150"));
        assertTrue(differences(lines).size() > 10);
    }

    @Test
    void whatASecretHoldsIsNotRecorded() {
        assertFalse(String.join("", record(Loop.SCALED_OBJECT, 1)).contains("c2VzYW1l"));
    }

    @Test
    void aRecordWithoutItsBeginningSaysSo() {
        var lines = record(Loop.HPA, 1);
        assertEquals(
                List.of("expected the line of the settings before it, got none"),
                differences(lines.subList(5, 6)));
        var rest = new ArrayList<>(List.of(Loop.lines(Loop.HPA).first(true, 0)));
        rest.add(lines.get(9));
        assertEquals(2, differences(rest).size());
        assertTrue(differences(rest).getFirst().contains("it goes on from an older file"));
    }
}

package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubernetesProbeTest {

    @Test
    void probesCountAsTheRecordedKubelet() {
        var file = Path.of(
                System.getProperty("headroom.root"), "prove/scenarios/vectors/kubernetes-probe/probe.jsonl.gz");

        var tally = Replay.file(file);

        assertEquals(List.of(), tally.failures());
        assertEquals(200, tally.passed());
    }
}

package dev.headroom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesVectorsTest {

    private static final Path VECTORS =
            Path.of(System.getProperty("headroom.root"), "prove/scenarios/vectors/kubernetes");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetes-quantity",
                "kubernetes-selector",
                "kubernetes-duration-age",
                "kubectl-hpa",
                "kubectl-workload"
            })
    void answersAsKubernetesDoes(String suite) {
        var tally = Replay.file(VECTORS.resolve(suite + ".jsonl.gz"));

        assertEquals(List.of(), tally.failures());
        assertTrue(tally.passed() > 200, "cases: " + tally.passed());
    }
}

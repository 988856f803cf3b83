package dev.headroom.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.drafts.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The files as people ran them, with every fault that cost them weeks and nothing else.
class RecordedManifestsTest {

    private static final Path FOLDER = Path.of(System.getProperty("headroom.root"), "../shared/data/manifests");

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "alerts.yaml; ''",
        "inference-hpa-cpu.yaml; ''",
        "inference-slo-hpa.yaml; ''",
        "inference-slo.yaml; ''",
        "inference.yaml; ''",
        "prometheus-annotations.yml; ''",
        "inference-slo-scaler.yaml; 12:13 metric-type, 18:16 empty-as-zero, 22:13 metric-type, 28:16 empty-as-zero",
        "inference-slo-scaler-tuned.yaml; 12:13 metric-type, 18:16 empty-as-zero, 20:55 rate-window, 22:13 metric-type,"
                + " 28:16 empty-as-zero",
        "ode-worker.yaml; 42:24 foreign-series, 54:65 target-missing",
        "prometheus-adapter-values.yaml; 5:7 adapter-namespace, 11:7 quantile-le, 12:46 rate-window, 18:7"
                + " adapter-namespace"
    })
    void eachFileHasItsKnownFaults(String name, String faults) {
        var file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), "needs the manifests in ../shared/data/manifests");
        var found = Example.of(file).findings().stream()
                .filter(finding -> finding.severity() != Severity.INFO)
                .map(finding -> finding.place().line() + ":" + finding.place().column() + " " + finding.rule())
                .toList();
        assertEquals(faults.isEmpty() ? List.of() : List.of(faults.split(", ")), found);
    }
}

package dev.headroom.keda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.keda.ClusterView.Container;
import dev.headroom.keda.ClusterView.Workload;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final String CPU_ONLY = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: web}
            spec:
              scaleTargetRef: {name: web}
              minReplicaCount: 1
              cooldownPeriod: 30
              triggers: [{type: cpu, metricType: Utilization, metadata: {value: "60"}}]
            """;

    private static Admission.Verdict verdict(String manifest, Container... containers) {
        var object = ScaledObject.of(Manifest.read("web.yaml", manifest).getFirst());
        var cluster = ClusterView.of(new Workload(1, List.of(containers)));
        return Admission.check(object, cluster, Admission.Run.REAL);
    }

    private static Container container(Map<String, Quantity> requests) {
        return new Container("app", requests, Map.of(), Map.of());
    }

    @Test
    void aCpuTriggerNeedsARequestThatUtilizationCanBeAPartOf() {
        assertEquals(
                Map.of(
                        Admission.Check.CPU_MEMORY,
                        "the scaledobject has a cpu trigger but the container app doesn't have the cpu request"
                                + " defined"),
                verdict(CPU_ONLY, container(Map.of())).errors());
        assertEquals(
                Map.of(),
                verdict(CPU_ONLY, container(Map.of("cpu", Quantity.parse("100m")))).errors());
    }

    @Test
    void aTargetThatNothingCouldWakeUpMayNotSleep() {
        var errors = verdict(CPU_ONLY.replace("minReplicaCount: 1", "minReplicaCount: 0")).errors();
        assertTrue(errors.getOrDefault(Admission.Check.CPU_MEMORY, "").contains("scale to zero"), errors.toString());
    }

    @Test
    void aCooldownPeriodThatNeverCountsIsAWarning() {
        assertEquals(1, verdict(CPU_ONLY).warnings().size());
        assertEquals(List.of(), verdict(CPU_ONLY.replace("  cooldownPeriod: 30\n", "")).warnings());
    }

    @Test
    void aFormulaMayOnlyNameTriggersThatHaveANameAndANumber() {
        var errors = verdict(CPU_ONLY.replace(
                        "triggers:", "advanced: {scalingModifiers: {formula: load + 1, target: \"5\"}}\n  triggers:"))
                .errors();
        assertTrue(
                errors.getOrDefault(Admission.Check.SCALED_OBJECTS, "").contains("unknown name load"),
                errors.toString());
    }
}

package dev.headroom.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.autoscaler.Autoscaler;
import dev.headroom.manifests.Manifest;
import dev.headroom.manifests.ManifestException;
import dev.headroom.triggers.PrometheusTrigger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// ScaledObjects with the other applied objects around them.
class AppliedClusterTest {

    private static final String SCALED = """
            apiVersion: keda.sh/v1alpha1
            kind: ScaledObject
            metadata: {name: web, annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "false"}}
            spec:
              scaleTargetRef: {name: web}
              minReplicaCount: 1
              advanced: {horizontalPodAutoscalerConfig: {name: web}}
              triggers:
                - type: prometheus
                  authenticationRef: {name: login}
                  metadata: {serverAddress: "https://prometheus.example.com", query: load, threshold: "5",
                             authModes: "bearer"}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec: {template: {spec: {containers: [{name: app}]}}}
            """;

    private static final String HPA = """
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3}
            """;

    private static Autoscaler autoscaler(String text) {
        var manifests = Manifest.read("web.yaml", text);
        return Autoscaler.of(manifests.getFirst(), new AppliedCluster(manifests).around(manifests.getFirst()))
                .orElseThrow();
    }

    @Test
    void credentialsOfATriggerComeFromTheSecretThatItsAuthenticationNames() {
        var trigger = autoscaler(SCALED + Loop.LOGIN).scaled().orElseThrow().triggers().getFirst();

        assertEquals("sesame", ((PrometheusTrigger) trigger).authentication().bearerToken());
    }

    @Test
    void anAuthenticationThatIsNotAppliedIsAnErrorAtItsTrigger() {
        var wrong = assertThrows(ManifestException.class, () -> autoscaler(SCALED));

        assertTrue(String.valueOf(wrong.getMessage()).contains("spec.triggers[0]"), wrong.getMessage());
        assertTrue(String.valueOf(wrong.getMessage()).contains("TriggerAuthentication \"login\""), wrong.getMessage());
    }

    @Test
    void anAutoscalerOfSomebodyElseIsTakenOverOnlyOnRequest() {
        var wrong = assertThrows(ManifestException.class, () -> autoscaler(SCALED + Loop.LOGIN + HPA));
        assertTrue(String.valueOf(wrong.getMessage()).contains("already managed by the hpa 'web'"), wrong.getMessage());

        var asked = Manifest.read("web.yaml", (SCALED + Loop.LOGIN + HPA).replace("\"false\"", "\"true\""));
        assertEquals(Optional.of("web"), new AppliedCluster(asked).taken(asked.getFirst()));
        assertEquals(List.of(), autoscaler(SCALED.replace("\"false\"", "\"true\"") + Loop.LOGIN + HPA).warnings());
    }

    @Test
    void aCpuTriggerNeedsARequestOfItsContainer() {
        var cpu = SCALED.replaceAll("(?s)    - type: prometheus.*?\n---", "    - {type: cpu, metricType: Utilization,"
                + " metadata: {value: \"80\"}}\n---");
        var wrong = assertThrows(ManifestException.class, () -> autoscaler(cpu));

        assertTrue(
                String.valueOf(wrong.getMessage()).contains("the container app doesn't have the cpu request defined"),
                wrong.getMessage());
    }
}

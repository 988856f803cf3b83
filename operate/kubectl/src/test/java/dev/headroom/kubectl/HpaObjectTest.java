package dev.headroom.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.hpa.Condition;
import dev.headroom.hpa.HorizontalPodAutoscaler;
import dev.headroom.hpa.HpaMemory.HpaStatus;
import dev.headroom.hpa.MetricStatus;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// An autoscaler that runs here, printed as if it ran in a cluster.
class HpaObjectTest {

    private static final Instant CREATED = Instant.parse("2026-03-02T10:00:00.5Z");
    private static final Instant NOW = Instant.parse("2026-03-02T10:14:00Z");

    private static final HorizontalPodAutoscaler HPA = HorizontalPodAutoscaler.of(Manifest.read("hpa.yaml", """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: inference}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: inference}
              minReplicas: 3
              maxReplicas: 12
              metrics:
                - type: External
                  external:
                    metric: {name: p95, selector: {matchLabels: {service: inference}}}
                    target: {type: Value, value: 350m}
                - {type: Pods, pods: {metric: {name: in_flight}, target: {type: AverageValue, averageValue: "10"}}}
                - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}
              behavior:
                scaleDown: {stabilizationWindowSeconds: 20, policies: [{type: Pods, value: 2, periodSeconds: 5}]}
            """).getFirst());

    private static HpaStatus status() {
        var metrics = List.of(
                new MetricStatus(
                        HPA.metrics().get(0),
                        Optional.of(new MetricStatus.Current(
                                Optional.of(Quantity.parse("412m")), Optional.empty(), Optional.empty()))),
                new MetricStatus(HPA.metrics().get(1), Optional.empty()),
                new MetricStatus(
                        HPA.metrics().get(2),
                        Optional.of(new MetricStatus.Current(
                                Optional.empty(), Optional.of(Quantity.parse("63m")), Optional.of(63)))));
        return new HpaStatus(
                Optional.of(CREATED),
                3,
                4,
                metrics,
                List.of(new Condition("AbleToScale", "True", CREATED, "SucceededRescale", "it was able to")));
    }

    @Test
    void theTableIsThatOfKubectl() {
        var object = HpaObject.of(HPA, new HpaObject.Written(CREATED, Map.of(), Map.of()), status());
        assertEquals(
                """
                NAME        REFERENCE              TARGETS                               MINPODS   MAXPODS \
                  REPLICAS   AGE
                inference   Deployment/inference   412m/350m, <unknown>/10 + 1 more...   3         12      \
                  3          14m
                """,
                HpaTable.of(List.of(object), NOW).text(TableOptions.PLAIN));
    }

    @Test
    void theDescriptionNamesMetricsBehaviorAndConditions() {
        var written = new HpaObject.Written(CREATED, Map.of("app", "inference"), Map.of());
        var text = HpaDescription.of(HpaObject.of(HPA, written, status()), Optional.of(List.of()), NOW);
        assertEquals(
                """
                Name:                                                  inference
                Namespace:                                             default
                Labels:                                                app=inference
                Annotations:                                           <none>
                CreationTimestamp:                                     Mon, 02 Mar 2026 10:00:00 +0000
                Reference:                                             Deployment/inference
                Metrics:                                               ( current / target )
                  "p95" (target value):                                412m / 350m
                  "in_flight" on pods:                                 <unknown> / 10
                  resource cpu on pods  (as a percentage of request):  63% (63m) / 80%
                Min replicas:                                          3
                Max replicas:                                          12
                Behavior:
                  Scale Up:
                    Stabilization Window: 0 seconds
                    Select Policy: Max
                    Policies:
                      - Type: Pods     Value: 4    Period: 15 seconds
                      - Type: Percent  Value: 100  Period: 15 seconds
                  Scale Down:
                    Stabilization Window: 20 seconds
                    Select Policy: Max
                    Policies:
                      - Type: Pods  Value: 2  Period: 5 seconds
                Deployment pods:    3 current / 4 desired
                Conditions:
                  Type         Status  Reason            Message
                  ----         ------  ------            -------
                  AbleToScale  True    SucceededRescale  it was able to
                Events:        <none>
                """,
                text);
    }

    @Test
    void itIsReadBackAsWhatItWas() {
        var object = HpaObject.of(HPA, new HpaObject.Written(CREATED, Map.of(), Map.of()), status());
        object.remove("status");
        var text = JsonMapper.shared().writeValueAsString(object);
        assertEquals(HPA, HorizontalPodAutoscaler.of(Manifest.read("hpa.json", text).getFirst()));
    }
}

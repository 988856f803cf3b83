package dev.headroom.autoscaler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.hpa.Readings;
import dev.headroom.hpa.Readings.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Metrics that an adapter serves: its words and numbers reach the autoscaler, the reason says what it does not.
final class ServedMetricTest {

    private static final String HPA = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              minReplicas: 1
              maxReplicas: 9
              metrics:
                - {type: Pods, pods: {metric: {name: in_flight}, target: {type: AverageValue, averageValue: "10"}}}
            """;

    private static final String QUERY = "sum(in_flight{pod=~\"web-0|web-1\"}) by (pod)";

    private final Story story = Story.of(HPA, 2);

    private static Readings.PodValue value(String pod, long milli) {
        return new Readings.PodValue(pod, Story.START, Duration.ofSeconds(60), milli);
    }

    @Test
    void theAdaptersValuesAndItsQueryAreTheInput() {
        var items = new Answer.Items<>(List.of(value("web-0", 30_000), value("web-1", 10_000)));

        var record = story.served(
                        "in_flight", new Served.PerPod(QUERY, items), new Signal.Value(20, Duration.ofSeconds(3)))
                .decide()
                .record();

        assertEquals(Optional.of(4), record.desiredReplicas());
        assertEquals(QUERY, record.inputs().getFirst().query());
        assertEquals("20", record.inputs().getFirst().reading());
    }

    @Test
    void aMetricThatTheAdapterDoesNotFindIsTheControllersErrorAndOurReason() {
        var none = new Answer.Failure<Readings.PodValue>(
                "the server could not find the metric in_flight for pods");

        var outcome = story.served(
                        "in_flight", new Served.PerPod("", none), new Signal.Absent("no series of in_flight"))
                .decide();

        assertTrue(outcome.record().decision() instanceof Decision.Abstain, outcome.record().toString());
        assertTrue(
                outcome.memory().hpa().status().conditions().stream()
                        .anyMatch(each -> each.message().contains("unable to get metric in_flight: unable to fetch"
                                + " metrics from custom metrics API: the server could not find the metric in_flight for"
                                + " pods")),
                outcome.memory().hpa().status().conditions().toString());
        assertTrue(
                outcome.record().decision().reasons().stream()
                        .anyMatch(each -> each.text().contains("no series of in_flight")),
                outcome.record().decision().reasons().toString());
    }

    @Test
    void anEmptyListIsNoMetricsAndNoZero() {
        var outcome = story.served(
                        "in_flight",
                        new Served.PerPod(QUERY, new Answer.Items<>(List.of())),
                        new Signal.Absent("samples are there, and the query drops them all"))
                .decide();

        assertEquals(2, story.replicas());
        assertTrue(outcome.memory().hpa().status().conditions().stream()
                .anyMatch(each -> each.message().contains("no metrics returned from custom metrics API")));
    }
}

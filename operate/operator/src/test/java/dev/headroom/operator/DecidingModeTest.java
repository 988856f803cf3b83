package dev.headroom.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.api.ApiException;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import dev.headroom.loop.EmptyAnswers;
import dev.headroom.loop.LoopMetrics;
import dev.headroom.records.ChangedDecisions;
import dev.headroom.shadow.ShadowReport;
import dev.headroom.triggers.Reading;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class DecidingModeTest {

    private static final String STATUS = """
            {"status":{"currentReplicas":1,"desiredReplicas":1,"conditions":[{"type":"ScalingActive",
             "status":"True","reason":"ValidMetricFound","message":"found","lastTransitionTime":
             "2026-03-01T11:00:00Z"}]}}
            """;

    private final ShadowReport report = new ShadowReport(Optional.empty());

    private DecidingMode mode(Around around, Optional<ShadowReport> shadow) {
        return new DecidingMode(new Deciding(
                around,
                new ClusterSignals(around.sources(), new AskedApis(around.api()), new EmptyAnswers(_ -> {
                    throw new IllegalArgumentException("no server in these tests");
                })),
                new LoopMetrics(new PrometheusRegistry()),
                Duration.ofSeconds(15),
                shadow,
                new ChangedDecisions(Optional.empty()),
                _ -> {},
                false));
    }

    private Rehearsal acting() {
        return new Rehearsal(around -> mode(around, Optional.empty()));
    }

    private static String hpa(String annotations, String more) {
        return """
                {'apiVersion':'autoscaling/v2','kind':'HorizontalPodAutoscaler',
                 'metadata':{'name':'web','annotations':{%s}%s},
                 'spec':{'scaleTargetRef':{'apiVersion':'apps/v1','kind':'Deployment','name':'web'},
                         'minReplicas':3,'maxReplicas':8,
                         'metrics':[{'type':'External','external':{'metric':{'name':'tasks'},
                                     'target':{'type':'AverageValue','averageValue':'5'}}}]}}
                """.formatted(annotations, more);
    }

    @Test
    void aScaledObjectIsScaledWithoutAnAutoscalerBetween() {
        var cluster = acting();
        cluster.deployment("web", 1);
        cluster.scaledObject("web", "web", "");
        cluster.reading = new Reading.Number(18);
        cluster.start();
        cluster.pass(40);
        assertEquals(4, cluster.replicas("web"));
        assertFalse(cluster.get(Resource.AUTOSCALERS, "keda-hpa-web").has("spec"));
        assertTrue(cluster.condition(Resource.SCALED_OBJECTS, "web", "Active").startsWith("True"));
        assertTrue(cluster.events().toString().contains("SuccessfulRescale New size: 4"), cluster.events().toString());
    }

    @Test
    void anAutoscalerThatNamesHeadroomIsDecidedOnAndHasAStatus() {
        var cluster = acting();
        cluster.deployment("web", 1);
        cluster.create(Resource.AUTOSCALERS, hpa("'headroom.dev/autoscaler':'headroom'", ""));
        cluster.start();
        cluster.pass(20);
        assertEquals(3, cluster.replicas("web"), "the minimum");
        assertTrue(cluster.condition(Resource.AUTOSCALERS, "web", "AbleToScale").startsWith("True"));
        cluster.pass(20);
        assertTrue(
                cluster.condition(Resource.AUTOSCALERS, "web", "ScalingActive").contains("FailedGetExternalMetric"),
                cluster.condition(Resource.AUTOSCALERS, "web", "ScalingActive"));
    }

    @Test
    void anAutoscalerThatDoesNotNameHeadroomIsLeftAlone() {
        var cluster = acting();
        cluster.deployment("web", 1);
        cluster.create(Resource.AUTOSCALERS, hpa("", ""));
        cluster.start();
        cluster.pass(60);
        assertEquals(1, cluster.replicas("web"));
        assertEquals(0, cluster.server.writes("/status"));
    }

    @Test
    void whatTheHpaControllerOfTheClusterScalesIsRefusedInWords() {
        var cluster = acting();
        cluster.deployment("web", 1);
        cluster.create(Resource.AUTOSCALERS, hpa(
                "'headroom.dev/autoscaler':'headroom'",
                ",'managedFields':[{'manager':'kube-controller-manager','subresource':'status',"
                        + "'time':'2026-03-01T11:59:50Z'}]"));
        cluster.start();
        cluster.pass(20);
        assertEquals(1, cluster.replicas("web"));
        assertTrue(
                cluster.events().toString().contains("AutoscalerRefused the HPA controller of this cluster wrote"),
                cluster.events().toString());
    }

    @Test
    void twoThatScaleOneTargetAreRefusedInWords() {
        var cluster = acting();
        cluster.deployment("web", 1);
        cluster.create(Resource.AUTOSCALERS, hpa("", ""));
        cluster.scaledObject("web", "web", "");
        cluster.reading = new Reading.Number(18);
        cluster.start();
        cluster.pass(60);
        assertEquals(1, cluster.replicas("web"));
        assertTrue(cluster.condition(Resource.SCALED_OBJECTS, "web", "Ready").contains("managed by the hpa 'web'"));
        cluster.delete(Resource.AUTOSCALERS, "web");
        cluster.pass(60);
        assertEquals(4, cluster.replicas("web"));
    }

    @Test
    void aMissingTargetIsToldAsTheHpaControllerTellsIt() {
        var cluster = acting();
        cluster.create(Resource.AUTOSCALERS, hpa("'headroom.dev/autoscaler':'headroom'", ""));
        cluster.start();
        cluster.pass(20);
        assertTrue(
                cluster.condition(Resource.AUTOSCALERS, "web", "AbleToScale").startsWith("False FailedGetScale"),
                cluster.condition(Resource.AUTOSCALERS, "web", "AbleToScale"));
        assertTrue(cluster.events().toString().contains("FailedGetScale"), cluster.events().toString());
        cluster.deployment("web", 1);
        cluster.pass(20);
        assertEquals(3, cluster.replicas("web"));
    }

    @Test
    void aShadowTellsEachDifferenceOnceAndWritesNothing() {
        var cluster = new Rehearsal(around -> mode(around, Optional.of(report)));
        cluster.deployment("web", 1);
        cluster.create(Resource.AUTOSCALERS, hpa("", ""));
        cluster.patch(Resource.AUTOSCALERS, "web", "{}");
        cluster.status(Resource.AUTOSCALERS, "web", STATUS);
        int before = cluster.server.writes("");
        cluster.start();
        cluster.pass(120);
        assertEquals(before, cluster.server.writes(""));
        assertEquals(1, cluster.replicas("web"));
        var json = report.json();
        assertEquals(1, json.path("differences").size(), json.toPrettyString());
        var difference = json.path("differences").path(0);
        assertEquals(1, difference.path("stock").path("desired").asInt(0));
        assertEquals(3, difference.path("headroom").path("desired").asInt(0));
        assertTrue(difference.path("stock").path("reasons").toString().contains("ValidMetricFound"));
        assertTrue(difference.path("headroom").path("reasons").toString().contains("TooFewReplicas"));
        assertTrue(json.path("autoscalers").path(0).path("decisions").asInt(0) > 5);
    }

    /// The controllers agree that nothing has to be done, and are wrong: what they read is no number.
    @Test
    void aShadowNamesWhatTheStockPathMisreadsAlthoughTheReplicasAgree() {
        var cluster = new Rehearsal(around -> mode(around, Optional.of(report)));
        cluster.deployment("web", 3);
        cluster.create(Resource.AUTOSCALERS, hpa("", ""));
        cluster.server.send(
                Request.merge(Resource.AUTOSCALERS.path("shop", "web") + "/status", new JsonMapper().readTree("""
                {"status":{"currentReplicas":3,"desiredReplicas":3,"currentMetrics":[{"type":"External",
                 "external":{"metric":{"name":"tasks"},"current":{"averageValue":"0"}}}]}}
                """)));
        cluster.start();
        cluster.pass(60);
        var json = report.json();
        assertEquals(0, json.path("differences").size(), json.toPrettyString());
        var misread = json.path("autoscalers").path(0).path("newest").path("misread");
        assertEquals(1, misread.size(), json.toPrettyString());
        assertTrue(
                misread.path(0).asString("").startsWith("NoDataReadAsNumber: tasks: the HorizontalPodAutoscaler reads 0"
                        + " (avg) where there is no data: "),
                misread.toString());
    }

    /// Lists are lists however many objects there are, and the loops spread over the period.
    @Test
    void aThousandAutoscalersAskForNoMoreThanTheirTurn() {
        var cluster = acting();
        for (int i = 0; i < 1000; i++) {
            cluster.deployment("web-" + i, 3);
            cluster.create(
                    Resource.AUTOSCALERS,
                    hpa("'headroom.dev/autoscaler':'headroom'", "").replace("'web'", "'web-" + i + "'"));
        }
        var asked = new int[1];
        cluster.server.beforeEach(() -> asked[0]++);
        cluster.start();
        int started = asked[0];
        assertTrue(started < 1000, started + " requests in the first seconds");
        int most = 0;
        for (int second = 0; second < 30; second++) {
            int before = asked[0];
            cluster.pass(1);
            most = Math.max(most, asked[0] - before);
        }
        assertTrue(most < 700, most + " requests in the busiest second");
    }

    @Test
    void decisionsAreExplainedSinceATime() {
        var cluster = acting();
        cluster.deployment("web", 1);
        cluster.scaledObject("web", "web", "");
        cluster.reading = new Reading.Number(18);
        cluster.start();
        cluster.pass(40);
        var newest = cluster.explained("name=shop%2Fweb");
        assertTrue(newest.startsWith("shop/web: holds 4 replicas at 2026-03-01T12:00:"), newest);
        var since = cluster.explained("name=web&since=2026-03-01T12:00:00Z");
        assertTrue(since.contains("1 → 4 replicas"), since);
        assertTrue(since.endsWith(newest), since);
        assertEquals("", cluster.troubles("shop/web"));
        assertEquals(4, cluster.mode().autoscalers().getFirst().desiredReplicas());
    }

    @Test
    void aShadowExplainsBothOpinions() {
        var cluster = new Rehearsal(around -> mode(around, Optional.of(report)));
        cluster.deployment("web", 1);
        cluster.create(Resource.AUTOSCALERS, hpa("", ""));
        cluster.status(Resource.AUTOSCALERS, "web", STATUS);
        cluster.start();
        cluster.pass(20);
        var text = cluster.explained("name=shop%2Fweb");
        assertTrue(text.contains("  cluster     web wants 1 of 3 to 8, there are 1, never scaled"), text);
        assertTrue(text.contains("ScalingActive=True ValidMetricFound: found"), text);
        assertTrue(text.contains("  agreement   0 of "), text);
        assertTrue(text.endsWith("they differ now"), text);
    }

    @Test
    void whatIsRefusedIsExplainedByTheRefusal() {
        var cluster = acting();
        cluster.deployment("web", 1);
        cluster.create(Resource.AUTOSCALERS, hpa(
                "'headroom.dev/autoscaler':'headroom'",
                ",'managedFields':[{'manager':'kube-controller-manager','subresource':'status',"
                        + "'time':'2026-03-01T11:59:50Z'}]"));
        cluster.start();
        cluster.pass(5);
        var refused = assertThrows(ApiException.class, () -> cluster.explained("name=shop%2Fweb"));
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith(
                        "shop/web is not decided on here: the HPA controller of this cluster wrote"),
                refused.getMessage());
        assertTrue(cluster.troubles("shop/web").startsWith("not decided on here: "));
    }
}

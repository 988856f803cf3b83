package dev.headroom.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.api.ApiException;
import dev.headroom.keda.MetricsServer;
import dev.headroom.kubernetes.Resource;
import dev.headroom.triggers.Reading;
import org.junit.jupiter.api.Test;

final class AdapterModeTest {

    private final Rehearsal cluster = new Rehearsal(AdapterMode::new);

    private void running() {
        cluster.deployment("web", 2);
        cluster.scaledObject("web", "web", "");
        cluster.start();
    }

    @Test
    void aScaledObjectGetsItsAutoscalerItsLabelItsFinalizerAndAStatus() {
        running();
        var hpa = cluster.get(Resource.AUTOSCALERS, "keda-hpa-web");
        assertEquals(6, hpa.path("spec").path("maxReplicas").asInt(0));
        assertEquals("web", hpa.path("metadata").path("ownerReferences").path(0).path("name").asString(""));
        var object = cluster.get(Resource.SCALED_OBJECTS, "web");
        assertEquals("web", object.path("metadata").path("labels").path("scaledobject.keda.sh/name").asString(""));
        assertEquals("finalizer.keda.sh", object.path("metadata").path("finalizers").path(0).asString(""));
        assertTrue(cluster.condition(Resource.SCALED_OBJECTS, "web", "Ready").startsWith("True"));
        assertEquals(2, object.path("status").path("originalReplicaCount").asInt(0));
        assertEquals("apps", object.path("status").path("scaleTargetGVKR").path("group").asString(""));
    }

    /// KEDA writes the column AUTHENTICATIONS of all objects, also of those that have none.
    @Test
    void theStatusNamesTheCredentialsOfTheTriggersByTheirNames() {
        running();
        assertEquals("", authentications());
        cluster.patch(Resource.SCALED_OBJECTS, "web", """
                {'spec':{'triggers':[{'type':'metrics-api','authenticationRef':{'name':'tasks-token'},'metadata':
                    {'url':'http://tasks/','valueLocation':'tasks','targetValue':'5'}}]}}
                """);
        cluster.pass(5);
        assertEquals("tasks-token", authentications());
    }

    private String authentications() {
        return cluster.get(Resource.SCALED_OBJECTS, "web").path("status").path("authenticationsTypes").asString("-");
    }

    @Test
    void onesPausedFromTheBeginningHaveNoLabelAndNobodyWatchesThem() {
        cluster.deployment("web", 2);
        cluster.scaledObject("web", "web", "");
        cluster.patch(
                Resource.SCALED_OBJECTS, "web", "{'metadata':{'annotations':{'autoscaling.keda.sh/paused':'true'}}}");
        cluster.start();
        assertTrue(cluster.condition(Resource.SCALED_OBJECTS, "web", "Paused").startsWith("True"));
        assertFalse(cluster.get(Resource.SCALED_OBJECTS, "web").path("metadata").has("labels"));
        assertFalse(cluster.events().contains("KEDAScalersStarted Started scalers watch"));
        cluster.patch(
                Resource.SCALED_OBJECTS, "web", "{'metadata':{'annotations':{'autoscaling.keda.sh/paused':null}}}");
        cluster.pass(5);
        assertTrue(cluster.get(Resource.SCALED_OBJECTS, "web").path("metadata").has("labels"));
        assertTrue(cluster.events().contains("KEDAScalersStarted Started scalers watch"), cluster.events().toString());
    }

    @Test
    void nothingIsWrittenWhenNothingHappens() {
        cluster.reading = new Reading.Number(7);
        running();
        cluster.pass(20);
        int statuses = cluster.server.writes("/status");
        int autoscalers = cluster.server.writes("horizontalpodautoscalers");
        cluster.pass(5);
        cluster.patch(Resource.DEPLOYMENTS, "web", "{'metadata':{'annotations':{'a':'b'}}}");
        cluster.pass(4);
        assertTrue(cluster.server.writes("/status") <= statuses + 1, "a poll that was active notes its time");
        assertEquals(autoscalers, cluster.server.writes("horizontalpodautoscalers"));
        assertEquals(0, cluster.server.writes("web/scale"));
    }

    @Test
    void aTargetIsPutToSleepAfterItsCooldownAndWokenUp() {
        cluster.reading = new Reading.Number(3);
        running();
        cluster.pass(30);
        assertEquals(2, cluster.replicas("web"));
        cluster.reading = new Reading.Number(0);
        cluster.pass(55);
        assertEquals(2, cluster.replicas("web"));
        cluster.pass(30);
        assertEquals(0, cluster.replicas("web"));
        cluster.reading = new Reading.Number(40);
        cluster.pass(11);
        assertEquals(1, cluster.replicas("web"));
        assertTrue(cluster.events().toString().contains("KEDAScaleTargetDeactivated"), cluster.events().toString());
        assertTrue(cluster.events().toString().contains("KEDAScaleTargetActivated"), cluster.events().toString());
    }

    @Test
    void anotherLeaderGoesOnFromWhatTheObjectSays() {
        cluster.reading = new Reading.Number(3);
        running();
        cluster.pass(15);
        cluster.reading = new Reading.Number(0);
        cluster.pass(20);
        cluster.restart(AdapterMode::new);
        cluster.pass(15);
        assertEquals(2, cluster.replicas("web"), "the cooldown began before the other one led");
        cluster.pass(50);
        assertEquals(0, cluster.replicas("web"));
        assertEquals(2, cluster.get(Resource.SCALED_OBJECTS, "web").path("status").path("originalReplicaCount")
                .asInt(0));
    }

    @Test
    void whoDoesNotLeadWritesNothingAndAnswersMetricsAllTheSame() {
        cluster.deployment("web", 2);
        cluster.scaledObject("web", "web", "");
        cluster.start();
        cluster.mode().lead(false);
        cluster.pass(1);
        cluster.reading = new Reading.Number(12);
        int before = cluster.server.writes("");
        cluster.patch(Resource.SCALED_OBJECTS, "web", "{'spec':{'maxReplicaCount':9}}");
        cluster.pass(120);
        assertEquals(before + 1, cluster.server.writes(""), "only the patch of this test");
        var answer = cluster.mode().served("shop", "web", "s0-metric-api-tasks").orElseThrow();
        var items = assertInstanceOf(MetricsServer.Answer.Items.class, answer).items();
        assertEquals("12", items.getFirst().value().toString());
    }

    @Test
    void aClosedFenceHoldsEveryWriteBack() {
        cluster.reading = new Reading.Number(3);
        running();
        cluster.pass(15);
        cluster.fenceOpen = false;
        cluster.reading = new Reading.Number(0);
        int before = cluster.server.writes("");
        cluster.pass(300);
        assertEquals(before, cluster.server.writes(""));
        assertEquals(2, cluster.replicas("web"));
    }

    @Test
    void aChangedAutoscalerIsMendedAndADeletedOneMadeAgain() {
        running();
        cluster.patch(Resource.AUTOSCALERS, "keda-hpa-web", "{'spec':{'maxReplicas':50}}");
        cluster.pass(2);
        assertEquals(6, cluster.get(Resource.AUTOSCALERS, "keda-hpa-web").path("spec").path("maxReplicas").asInt(0));
        cluster.delete(Resource.AUTOSCALERS, "keda-hpa-web");
        cluster.pass(2);
        assertTrue(cluster.get(Resource.AUTOSCALERS, "keda-hpa-web").has("spec"));
    }

    /// The HPA controller writes the status of the autoscaler in the same moments, as after an outage, when its watch
    /// comes back last.
    @Test
    void aStatusThatIsNewerThanTheOneSeenDoesNotKeepAChangeBack() {
        running();
        cluster.patch(Resource.SCALED_OBJECTS, "web", "{'spec':{'maxReplicaCount':9}}");
        int[] written = {0};
        cluster.server.beforeEach(() -> {
            if (written[0] < 3) {
                written[0]++;
                var status = "{'status':{'desiredReplicas':" + written[0] + "}}";
                cluster.status(Resource.AUTOSCALERS, "keda-hpa-web", status);
            }
        });
        cluster.pass(5);
        assertEquals(9, cluster.get(Resource.AUTOSCALERS, "keda-hpa-web").path("spec").path("maxReplicas").asInt(0));
    }

    @Test
    void aMissingTargetIsToldAndLookedForAgain() {
        cluster.scaledObject("web", "web", "");
        cluster.start();
        assertTrue(
                cluster.condition(Resource.SCALED_OBJECTS, "web", "Ready")
                        .contains("deployments.apps \"web\" not found"),
                cluster.condition(Resource.SCALED_OBJECTS, "web", "Ready"));
        cluster.deployment("web", 1);
        cluster.pass(40);
        assertTrue(cluster.condition(Resource.SCALED_OBJECTS, "web", "Ready").startsWith("True"));
    }

    @Test
    void aDeletedObjectGivesTheReplicasBackWhereThatIsWished() {
        cluster.deployment("web", 2);
        cluster.scaledObject("web", "web", "'advanced':{'restoreToOriginalReplicaCount':true},");
        cluster.start();
        cluster.pass(90);
        assertEquals(0, cluster.replicas("web"));
        cluster.delete(Resource.SCALED_OBJECTS, "web");
        cluster.pass(2);
        assertEquals(2, cluster.replicas("web"));
        assertFalse(cluster.get(Resource.SCALED_OBJECTS, "web").has("spec"));
    }

    @Test
    void theYoungerOfTwoWithOneTargetIsRefused() {
        cluster.deployment("web", 2);
        cluster.scaledObject("b", "web", "");
        cluster.pass(5);
        cluster.scaledObject("a", "web", "");
        cluster.start();
        assertTrue(cluster.condition(Resource.SCALED_OBJECTS, "b", "Ready").startsWith("True"));
        assertTrue(cluster.condition(Resource.SCALED_OBJECTS, "a", "Ready")
                .contains("already managed by the ScaledObject 'b'"));
        assertFalse(cluster.get(Resource.AUTOSCALERS, "keda-hpa-a").has("spec"));
        cluster.delete(Resource.SCALED_OBJECTS, "b");
        // What the garbage collector of a cluster does.
        cluster.delete(Resource.AUTOSCALERS, "keda-hpa-b");
        cluster.pass(120);
        assertTrue(cluster.condition(Resource.SCALED_OBJECTS, "a", "Ready").startsWith("True"));
    }

    @Test
    void anOutageOfTheApiServerIsWaitedOut() {
        cluster.reading = new Reading.Number(3);
        running();
        cluster.server.fail("connection refused");
        cluster.pass(120);
        cluster.server.recover();
        cluster.patch(Resource.SCALED_OBJECTS, "web", "{'spec':{'maxReplicaCount':9}}");
        cluster.pass(90);
        assertEquals(9, cluster.get(Resource.AUTOSCALERS, "keda-hpa-web").path("spec").path("maxReplicas").asInt(0));
        assertEquals(2, cluster.replicas("web"));
    }

    private String explained(String query) {
        return cluster.explained(query);
    }

    @Test
    void anExplanationSaysWhatIsServedAndWhatTheControllerMakesOfIt() {
        cluster.reading = new Reading.Number(18);
        running();
        cluster.pass(15);
        var status = """
                {'status':{'currentReplicas':2,'desiredReplicas':4,'lastScaleTime':'2026-03-01T12:00:00Z',
                  'currentMetrics':[{'type':'External','external':{'metric':{'name':'s0-metric-api-tasks'},
                    'current':{'averageValue':'4500m'}}}],
                  'conditions':[{'type':'AbleToScale','status':'True','reason':'ReadyForNewScale','message':'ready'},
                    {'type':'ScalingLimited','status':'True','reason':'TooManyReplicas',
                     'message':'more than (&LabelSelector{MatchLabels:map[string]string{app: web,},\
                MatchExpressions:[]LabelSelectorRequirement{},})'}]}}
                """;
        cluster.status(Resource.AUTOSCALERS, "keda-hpa-web", status);
        cluster.pass(3);
        int writes = cluster.server.writes("");
        assertEquals(
                """
                shop/web: the HPA controller scales Deployment/web on what Headroom serves
                  serves      s0-metric-api-tasks 18, target 5 (avg), the controller read 4500m (avg), asked now
                  health      every trigger answers
                  state       Ready=True, Active=True, Fallback=False, Paused=False, last active 10s ago
                  autoscaler  keda-hpa-web wants 4 of 1 to 6, there are 2, last scaled 21s ago
                              ScalingLimited=True TooManyReplicas: more than (app=web)""",
                explained("name=shop%2Fweb"));
        assertEquals(explained("name=web"), explained("name=shop%2Fkeda-hpa-web"));
        assertTrue(explained("name=web&verbose=true").contains("asked  http://tasks/"));
        assertTrue(explained("name=web&verbose=true").contains("AbleToScale=True ReadyForNewScale: ready"));
        assertEquals(writes, cluster.server.writes(""), "who explains changes nothing");
    }

    @Test
    void anExplanationNamesTheTriggerThatFailsAndWhatStandsIn() {
        cluster.deployment("web", 2);
        cluster.scaledObject("web", "web", "'fallback':{'failureThreshold':2,'replicas':5},");
        cluster.reading = new Reading.Failed("connection refused");
        cluster.start();
        cluster.pass(5);
        var before = explained("name=web");
        assertTrue(before.contains("serves      s0-metric-api-tasks has no number: "), before);
        assertTrue(before.contains("connection refused"), before);
        assertEquals(before, explained("name=web"), "asking does not count as failing");
        cluster.pass(60);
        var after = explained("name=web");
        assertTrue(after.contains("s0-metric-api-tasks 25, target 5 (avg), the fallback, in place of: "), after);
        assertTrue(after.contains("the fallback of 5 replicas counts after more than 2 times"), after);
        assertTrue(cluster.troubles("shop/web").contains("Fallback=True"), cluster.troubles("shop/web"));
    }

    @Test
    void whatIsNotServedIsSaid() {
        running();
        var unknown = assertThrows(ApiException.class, () -> explained("name=nobody"));
        assertEquals("autoscaler: expected one that runs (shop/web), got \"nobody\"", unknown.getMessage());
        var past = assertThrows(ApiException.class, () -> explained("name=web&at=1772359200"));
        assertTrue(String.valueOf(past.getMessage()).contains("the HPA controller decides"), past.getMessage());
    }

    @Test
    void theStatusHasEachScaledObjectWithItsReplicasAndConditions() {
        running();
        var view = cluster.mode().autoscalers().getFirst();
        assertEquals("shop/web ScaledObject Deployment/web 0 6", view.namespace() + "/" + view.name() + " "
                + view.kind() + " " + view.reference() + " " + view.minReplicas() + " " + view.maxReplicas());
        assertTrue(view.conditions().stream().anyMatch(each -> each.type().equals("Ready")));
    }
}

package dev.headroom.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a person reads of a cluster.
class StatusTextTest {

    private static final String HPAS = """
            {'time':'2026-03-01T12:10:00Z','items':[
              {'owner':'web','events':[],'object':{'metadata':{'name':'keda-hpa-web','namespace':'shop',
                'creationTimestamp':'2026-03-01T12:00:00Z'},'spec':{'scaleTargetRef':{'kind':'Deployment','name':'web'},
                'minReplicas':1,'maxReplicas':6,'metrics':[{'type':'External','external':{'metric':{'name':'s0'},
                'target':{'type':'AverageValue','averageValue':'5'}}}]},'status':{'currentReplicas':4,
                'currentMetrics':[{'type':'External','external':{'metric':{'name':'s0'},
                'current':{'averageValue':'4500m'}}}]}}},
              {'owner':'api','events':[],'object':{'metadata':{'name':'api','namespace':'back'},'spec':{},
                'status':{}}}]}
            """;

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text.replace('\'', '"'));
    }

    private static List<String> cluster(String status, ClusterChoice choice) {
        return StatusText.cluster(
                json(status), json(HPAS), new FakeCluster().reads(choice), "headroom/headroom, pod headroom-0");
    }

    private static ClusterChoice in(String namespace) {
        return new ClusterChoice(
                Optional.empty(), Optional.empty(), Optional.of(namespace).filter(each -> !each.isEmpty()),
                namespace.isEmpty(), Optional.empty());
    }

    @Test
    void anAdapterThatLeads() {
        var status = """
                {'operator':{'mode':'adapter','synced':true,'acting':true,'leader':'headroom-0_7_1'},'elsewhere':1,
                 'pods':[{'name':'web-1','ready':true,'phase':'Running','address':'10.0.0.7','age':'3m'},
                   {'name':'web-2','ready':false,'phase':'Pending','address':'','age':'5s'}]}
                """;
        assertEquals(
                """
                operator  headroom/headroom, pod headroom-0: adapter mode, it leads and acts
                cluster   https://cluster:6443 (context dev), namespace shop

                NAME           REFERENCE        TARGETS         MINPODS   MAXPODS   REPLICAS   AGE
                keda-hpa-web   Deployment/web   4500m/5 (avg)   1         6         4          10m

                POD     READY   STATUS    ADDRESS    AGE
                web-1   yes     Running   10.0.0.7   3m
                web-2   no      Pending   -          5s""",
                String.join("\n", cluster(status, ClusterChoice.USUAL)));
        assertEquals(
                List.of("No autoscaler in namespace empty; there are 1 in others, -A shows them"),
                cluster("{'operator':{'synced':true},'elsewhere':1}", in("empty")).subList(3, 4));
        assertTrue(cluster(status, in("")).get(3).startsWith("NAMESPACE   NAME "));
    }

    @Test
    void aShadowHasTwoOpinions() {
        var status = """
                {'operator':{'mode':'shadow','synced':true,'acting':true,'leader':''},'shadow':[
                 {'autoscaler':'shop/web','decisions':40,'agreed':38,'differs':true,
                  'newest':{'stock':{},'headroom':{'desired':6}}},
                 {'autoscaler':'back/api','decisions':3,'agreed':3,'differs':false,
                  'newest':{'stock':{'desired':2},'headroom':{'desired':2}}}]}
                """;
        var everywhere = String.join("\n", cluster(status, in("")));
        assertTrue(
                everywhere.startsWith(
                        "operator  headroom/headroom, pod headroom-0: shadow mode, it decides and writes nothing\n"),
                everywhere);
        assertTrue(everywhere.endsWith(
                """

                AUTOSCALER   CLUSTER WANTS   HEADROOM WANTS   AGREED     NOW
                shop/web     no opinion      6                38 of 40   they differ
                back/api     2               2                3 of 3     they agree"""), everywhere);
        var here = cluster(status, in("shop"));
        assertEquals("web          no opinion      6                38 of 40   they differ", here.getLast());
    }

    @Test
    void whoDoesNotActSaysWhoDoes() {
        var roles = Map.of(
                "{'operator':{'mode':'adapter','synced':false}}", "adapter mode, the cluster is not known yet",
                "{'operator':{'mode':'adapter','synced':true,'leader':'b','acting':false}}",
                        "adapter mode, it waits; b leads",
                "{'operator':{'mode':'autoscaler','synced':true,'leader':'','acting':false}}",
                        "autoscaler mode, nobody leads yet",
                "{'operator':{'mode':'adapter','synced':true,'leader':'b','acting':false,'rival':'a lease'}}",
                        "adapter mode, writes nothing: KEDA's operator runs (a lease)");
        roles.forEach((status, words) -> assertEquals(
                "operator  headroom/headroom, pod headroom-0: " + words, cluster(status, in("")).getFirst()));
    }

    @Test
    void whatIsBrokenIsCutWhereItIsTooMuch() {
        var few = StatusText.troubles(
                json("{'troubles':['a'],'alerts':[{'name':'B','state':'firing','summary':'c'}]}"));
        assertEquals(List.of("", "! a", "", "! B firing: c"), few);
        var many = StatusText.troubles(json("{'troubles':[" + "'x',".repeat(29) + "'x']}"));
        assertEquals(42, many.size());
        assertEquals("! and 10 more; --json lists all", many.getLast());
    }

    @Test
    void oneIsFoundByTheNameThatAPersonWroteOrByItsOwn() {
        for (var name : List.of("web", "keda-hpa-web")) {
            assertEquals("web", StatusText.named(json(HPAS), "shop", name).path("owner").asString());
        }
        var hpas = json(HPAS);
        var wrong = assertThrows(InspectionException.class, () -> StatusText.named(hpas, "back", "web"));
        assertEquals(
                "autoscaler: expected one that runs in namespace back, got \"web\"; `status` without a name lists them",
                wrong.getMessage());
    }

    @Test
    void targetsAreThoseOfThePrometheusApi() {
        Pages pages = (_, _) -> json("""
                {'status':'success','data':{'activeTargets':[{'scrapePool':'pods','scrapeUrl':'http://a/metrics',
                 'health':'down','lastError':'404','labels':{'job':'pods'}}]}}
                """);
        assertEquals(
                List.of(new ScrapedTarget("pods", "http://a/metrics", "down", "404", Map.of("job", "pods"))),
                ScrapedTarget.of(pages));
        Pages none = (_, _) -> json("{'error':'this operator scrapes nothing'}");
        var said = assertThrows(InspectionException.class, () -> ScrapedTarget.of(none));
        assertEquals("/api/v1/targets: expected scrape targets, got this operator scrapes nothing", said.getMessage());
    }
}

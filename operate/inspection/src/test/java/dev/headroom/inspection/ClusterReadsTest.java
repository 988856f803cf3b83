package dev.headroom.inspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.drafts.Source;
import dev.headroom.kubernetes.Resource;
import dev.headroom.manifests.Manifest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is read of the objects of a cluster.
class ClusterReadsTest {

    private static final String SHOP = "/api/v1/namespaces/shop/";

    private final FakeCluster cluster = new FakeCluster();

    /// Every kind that a check lists, with nothing in it.
    private void emptyNamespace() {
        for (var kind : List.of("pods", "services", "limitranges", "resourcequotas")) {
            cluster.says(SHOP + kind, "{'items':[]}");
        }
        for (var kind : List.of("deployments", "statefulsets", "daemonsets", "replicasets")) {
            cluster.says("/apis/apps/v1/namespaces/shop/" + kind, "{'items':[]}");
        }
        cluster.says("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers", "{'items':[]}");
        for (var kind : List.of("scaledobjects", "triggerauthentications")) {
            cluster.refuses("/apis/keda.sh/v1alpha1/namespaces/shop/" + kind, 404, "NotFound", "not here");
        }
        for (var kind : List.of("servicemonitors", "podmonitors", "prometheusrules", "prometheuses")) {
            cluster.refuses("/apis/monitoring.coreos.com/v1/namespaces/shop/" + kind, 404, "NotFound", "not here");
        }
    }

    private Map<String, String> sources() {
        return AppliedObjects.read(cluster.reads()).sources().stream()
                .collect(Collectors.toMap(Source::name, Source::text));
    }

    @Test
    void objectsAreReadAsAPersonWroteThem() {
        emptyNamespace();
        cluster.says("/apis/keda.sh/v1alpha1/namespaces/shop/scaledobjects", """
                {'items':[{'metadata':{'name':'web','namespace':'shop','uid':'1','resourceVersion':'7',
                  'managedFields':[{'manager':'kubectl'}],'finalizers':['finalizer.keda.sh'],
                  'annotations':{'kubectl.kubernetes.io/last-applied-configuration':'{}','note':'a: b\\nc\\n'}},
                 'spec':{'maxReplicaCount':6,'triggers':[{'type':'prometheus','metadata':{'threshold':'10',
                   'query':'sum(\\n  rate(x[5m])\\n)'}},{'type':'cpu','metadata':{}}],
                   'empty':[],'on':true},
                 'status':{'conditions':[]}}]}
                """);
        var text = sources().get("scaledobject/web (namespace shop)");
        assertEquals("""
                apiVersion: "keda.sh/v1alpha1"
                kind: "ScaledObject"
                metadata:
                  name: "web"
                  namespace: "shop"
                  annotations:
                    note: |
                      a: b
                      c
                spec:
                  maxReplicaCount: 6
                  triggers:
                    - type: "prometheus"
                      metadata:
                        threshold: "10"
                        query: |-
                          sum(
                            rate(x[5m])
                          )
                    - type: "cpu"
                      metadata: {}
                  empty: []
                  "on": true
                """, text);
        var read = Manifest.read("web", String.valueOf(text)).getFirst();
        assertEquals("sum(\n  rate(x[5m])\n)", read.spec().at("triggers").items().getFirst()
                .at("metadata").at("query").text());
    }

    @Test
    void whatControllersMadeIsLeftOut() {
        emptyNamespace();
        var owned = "{'metadata':{'name':'%s','namespace':'shop','ownerReferences':[{'kind':'%s','controller':true}]},"
                + "'spec':{'replicas':%d}}";
        cluster.says("/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers", "{'items':["
                + owned.formatted("keda-hpa-web", "ScaledObject", 1) + ",{'metadata':{'name':'api'}}]}");
        cluster.says("/apis/apps/v1/namespaces/shop/replicasets", "{'items':["
                + owned.formatted("web-1", "Deployment", 1) + ","
                + owned.formatted("canary-1", "Rollout", 0) + ","
                + owned.formatted("canary-2", "Rollout", 2) + "]}");
        cluster.says(SHOP + "pods", "{'items':["
                + owned.formatted("web-1-x", "ReplicaSet", 1) + "," + owned.formatted("odd", "Machine", 1) + "]}");
        assertEquals(
                List.of("horizontalpodautoscaler/api", "pod/odd (namespace shop)",
                        "replicaset/canary-2 (namespace shop)"),
                sources().keySet().stream().sorted().toList());
    }

    @Test
    void whatMayNotBeListedIsNamedAndTheRestIsRead() {
        emptyNamespace();
        cluster.refuses(SHOP + "pods", 403, "Forbidden", "no");
        assertEquals(
                List.of("pods are not checked: expected the right to list pods in namespace shop, got 403 Forbidden;"
                        + " ask for the role headroom-reader"),
                AppliedObjects.read(cluster.reads()).notes());
    }

    @Test
    void whoMayListNothingAtAllGetsOneLine() {
        var reads = cluster.reads();
        var said = assertThrows(InspectionException.class, () -> AppliedObjects.read(reads));
        assertEquals(
                "cluster https://cluster:6443 (context dev): expected the right to list anything in namespace shop, got"
                        + " 403 Forbidden; ask for the role headroom-reader",
                said.getMessage());
    }

    @Test
    void aLongListIsReadInPages() {
        cluster.says(SHOP + "services", "{'metadata':{'continue':'a/b'},'items':[{'metadata':{'name':'one'}}]}");
        cluster.says(SHOP + "services&continue=a%2Fb", "{'items':[{'metadata':{'name':'two'}}]}");
        var listing = cluster.reads()
                .list(Resource.SERVICES, Optional.of("shop"), "");
        assertEquals(
                List.of("one", "two"),
                listing.objects().stream().map(each -> each.path("metadata").path("name").asString()).toList());
        assertEquals("Service", listing.objects().getFirst().path("kind").asString());
    }

    @Test
    void theAggregatedMetricsApisSayWhetherTheyAreReached() {
        cluster.says("/apis/apiregistration.k8s.io/v1/apiservices", """
                {'items':[
                  {'metadata':{'name':'v1.apps'},'spec':{'group':'apps'}},
                  {'metadata':{'name':'v1beta1.external.metrics.k8s.io'},
                   'spec':{'group':'external.metrics.k8s.io','service':{'namespace':'headroom','name':'headroom'}},
                   'status':{'conditions':[{'type':'Available','status':'False','reason':'FailedDiscoveryCheck',
                     'message':'timeout'}]}},
                  {'metadata':{'name':'v1beta1.metrics.k8s.io'},'spec':{'group':'metrics.k8s.io'},
                   'status':{'conditions':[{'type':'Available','status':'True','reason':'Passed'}]}}]}
                """);
        var apis = cluster.reads().metricsApis();
        assertEquals(
                List.of(
                        new ClusterReads.ApiService("v1beta1.external.metrics.k8s.io", "headroom/headroom", false,
                                "FailedDiscoveryCheck", "timeout"),
                        new ClusterReads.ApiService("v1beta1.metrics.k8s.io", "", true, "Passed", "")),
                apis);
    }

    @Test
    void eventsOfAFewObjectsComeInTheirOrder() {
        cluster.says(SHOP + "events", """
                {'items':[
                  {'involvedObject':{'kind':'ScaledObject','name':'web'},'lastTimestamp':'2026-03-01T12:10:00Z',
                   'type':'Warning','reason':'KEDAScalerFailed','message':'no answer','count':4},
                  {'involvedObject':{'kind':'HorizontalPodAutoscaler','name':'keda-hpa-web'},
                   'eventTime':'2026-03-01T12:05:00.5Z','type':'Normal','reason':'SuccessfulRescale','message':'4'},
                  {'involvedObject':{'kind':'ScaledObject','name':'web'},'lastTimestamp':'2026-03-01T11:00:00Z',
                   'reason':'Old'},
                  {'involvedObject':{'kind':'Pod','name':'other'},'lastTimestamp':'2026-03-01T12:10:00Z'}]}
                """);
        var events = cluster.reads()
                .events("shop", List.of("web", "keda-hpa-web"), Instant.parse("2026-03-01T12:00:00Z"));
        assertEquals(
                List.of("SuccessfulRescale", "KEDAScalerFailed"),
                events.stream().map(ClusterReads.Happened::reason).toList());
        assertTrue(events.getLast().warning());
        assertEquals(4, events.getLast().count());
    }
}

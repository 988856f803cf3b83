package dev.headroom.aggregation;

import dev.headroom.apiserver.AggregatedApi;
import dev.headroom.apiserver.AggregatedApi.Cluster;
import dev.headroom.apiserver.AggregatedApi.Served;
import dev.headroom.apiserver.AggregatedApi.Settings;
import dev.headroom.apiserver.Limits;
import dev.headroom.controlplane.User;
import dev.headroom.kubernetes.ClusterAccess;
import dev.headroom.kubernetes.ConnectedApi;
import dev.headroom.metricsapi.MetricsApis;
import dev.headroom.testbed.TestBed;
import dev.headroom.timeline.WallTimeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A control plane whose aggregator leads to our server, which runs with the rights that its documentation names.
final class Aggregated implements AutoCloseable {

    static final List<String> API_SERVICES = List.of(
            "v1beta1.external.metrics.k8s.io",
            "v1beta1.custom.metrics.k8s.io",
            "v1beta2.custom.metrics.k8s.io",
            "v1beta1.metrics.k8s.io");

    /// May read external metrics.
    static final User READER = new User("reader", List.of());

    private static final User HEADROOM = new User("headroom", List.of());

    private final TestBed bed;
    private final Vertx vertx = Vertx.vertx();
    private final WallTimeline timeline = new WallTimeline();
    private final ConnectedApi cluster;
    private final SetSource source;
    private final AggregatedApi api;

    Aggregated() {
        bed = TestBed.start(settings ->
                settings.hpaSyncPeriod(Duration.ofSeconds(1)).with(HEADROOM).with(READER));
        apply(RIGHTS);
        source = new SetSource(bed.admin(), timeline);
        cluster = ConnectedApi.of(ClusterAccess.find(Optional.of(bed.controlPlane().kubeconfig(HEADROOM))));
        var settings = new Settings("127.0.0.1", 0, "headroom", "demo", Limits.USUAL, Duration.ZERO);
        var apis = new MetricsApis(
                source.custom(), source.external(), Optional.of(source.usages()), timeline::now);
        apply(SERVICE);
        api = AggregatedApi.start(
                vertx, timeline, settings, Cluster.of(cluster, settings, "headroom-apiserver", API_SERVICES),
                new Served(apis, Map.of()));
        for (var each : API_SERVICES) {
            apply(apiService(each));
        }
        for (var each : API_SERVICES) {
            var available = bed.kubectl("wait", "--for=condition=Available", "apiservice/" + each, "--timeout=60s");
            if (available.status() != 0) {
                throw new IllegalStateException(bed.kubectl("get", "apiservice", each, "-o", "yaml").output());
            }
        }
    }

    private static final String RIGHTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: demo}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: headroom-delegator}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:auth-delegator"}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: headroom}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: headroom-trust, namespace: kube-system}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: headroom}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: headroom-certificate, namespace: demo}
            rules: [{apiGroups: [""], resources: [secrets], verbs: [get, create, update]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: headroom-certificate, namespace: demo}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: headroom-certificate}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: headroom}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: headroom-apiservices}
            rules: [{apiGroups: [apiregistration.k8s.io], resources: [apiservices], verbs: [get, patch]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: headroom-apiservices}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: headroom-apiservices}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: headroom}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: external-metrics-reader}
            rules: [{apiGroups: [external.metrics.k8s.io], resources: ["*"], verbs: [get, list]}]
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: external-metrics-reader}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: external-metrics-reader}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: reader}]
            """;

    /// The Service that leads to this machine, and a node for `kubectl top nodes`.
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: headroom, namespace: demo}
            spec: {type: ExternalName, externalName: localhost}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: node-1}
            spec: {unschedulable: true}
            status: {capacity: {cpu: "4", memory: 1Gi}, allocatable: {cpu: "4", memory: 1Gi}}
            """;

    private String apiService(String name) {
        int dot = name.indexOf('.');
        return """
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: %s}
                spec:
                  group: %s
                  version: %s
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  service: {name: headroom, namespace: demo, port: %d}
                """
                .formatted(name, name.substring(dot + 1), name.substring(0, dot), api.port());
    }

    TestBed bed() {
        return bed;
    }

    SetSource source() {
        return source;
    }

    private void apply(String manifest) {
        var answer = bed.kubectl(User.ADMIN, manifest, "apply", "-f", "-");
        if (answer.status() != 0) {
            throw new IllegalStateException(answer.output());
        }
    }

    /// A Deployment whose pods nobody runs.
    void deployment(String name, int replicas) {
        apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  replicas: %2$d
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec: {containers: [{name: web, image: none}]}
                """.formatted(name, replicas));
    }

    void autoscaler(String name, String metrics) {
        apply("""
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: %1$s}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
                  minReplicas: 1
                  maxReplicas: 10
                  metrics:
                %2$s""".formatted(name, metrics.indent(2)));
    }

    /// Says of pods that they run, as a kubelet would.
    void letRun(String app) {
        var status = "{\"status\":{\"phase\":\"Running\",\"startTime\":\"2026-01-01T00:00:00Z\","
                + "\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\","
                + "\"lastTransitionTime\":\"2026-01-01T00:00:00Z\"}]}}";
        for (var pod : bed.admin().pods().inNamespace("default").withLabel("app", app).list().getItems()) {
            var answer = bed.kubectl(
                    "patch", "pod", pod.getMetadata().getName(), "--subresource=status", "--type=merge", "-p", status);
            if (answer.status() != 0) {
                throw new IllegalStateException(answer.output());
            }
        }
    }

    /// The status that our server itself answers, without the aggregator in between.
    int direct(String path, String token) {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        try {
            return client.request(HttpMethod.GET, api.port(), "127.0.0.1", path)
                    .compose(request -> request.putHeader("Authorization", "Bearer " + token).send())
                    .map(HttpClientResponse::statusCode)
                    .await();
        } finally {
            client.close().await();
        }
    }

    @Override
    public void close() {
        api.close();
        cluster.close();
        bed.close();
        vertx.close().await();
        timeline.close();
    }
}

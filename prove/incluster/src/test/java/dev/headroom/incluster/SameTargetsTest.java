package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.peers.RealPrometheus;
import dev.headroom.programs.GoModule;
import dev.headroom.programs.GoTool;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.timeline.WallTimeline;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A real Prometheus 3.14 and an operator look at the same cluster with the same configuration: they discover the same
/// targets with the same labels. Labels without a value are none.
@ClusterTest
@Timeout(240)
class SameTargetsTest {

    private static final String TOOL = "github.com/prometheus/prometheus/cmd/prometheus";

    /// All roles, and all that `attach_metadata` attaches. Every label counts after relabelling, too, so that no two
    /// targets of a job are the same one.
    private static String configuration(String namespace, Path kubeconfig) {
        var text = new StringBuilder("global: {scrape_interval: 5m}\nscrape_configs:\n");
        var roles = new TreeMap<String, String>();
        roles.put("node", "role: node");
        roles.put("service", "role: service, attach_metadata: {namespace: true}");
        roles.put("ingress", "role: ingress, attach_metadata: {namespace: true}");
        var all = ", attach_metadata: {node: true, namespace: true, deployment: true, job: true, cronjob: true}";
        roles.put("pod", "role: pod, namespaces: {names: [" + namespace + "]}" + all);
        roles.put("endpoints", "role: endpoints" + all);
        roles.put("endpointslice", "role: endpointslice" + all);
        roles.put("selected", "role: pod, selectors: [{role: pod, label: app=web, field: status.phase=Running}]");
        roles.forEach((job, discovery) -> text.append("""
                  - job_name: %s
                    kubernetes_sd_configs: [{kubeconfig_file: "%s", %s}]
                    relabel_configs: [{action: labelmap, regex: __(meta_.+)}]
                """.formatted(job, kubeconfig, discovery)));
        return text.toString();
    }

    private static final String OBJECTS = """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec:
              schedule: "0 0 1 1 *"
              suspend: true
              jobTemplate:
                spec:
                  template:
                    metadata: {annotations: {a/b: "1"}}
                    spec:
                      restartPolicy: Never
                      terminationGracePeriodSeconds: 1
                      initContainers: [{name: first, image: none, command: ["/bin/true"]}]
                      containers:
                        - {name: work, image: "registry/work:1", command: ["/bin/sleep", "600"]}
                        - name: side
                          image: none
                          command: ["/bin/sleep", "600"]
                          ports: [{containerPort: 53, protocol: UDP, name: dns}, {containerPort: 8080}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: headless, annotations: {team.example/owner: shop}}
            spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80, name: web}, {port: 81, name: other}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: outside}
            spec: {type: ExternalName, externalName: example.org, ports: [{port: 443, name: https}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: by-hand}
            spec: {ports: [{port: 5432, name: db}]}
            ---
            apiVersion: v1
            kind: Endpoints
            metadata: {name: by-hand}
            subsets:
              - addresses: [{ip: 10.1.2.3, hostname: db-0, nodeName: bed}, {ip: 10.1.2.4}]
                notReadyAddresses: [{ip: 10.1.2.5}]
                ports: [{port: 5432, name: db}, {port: 9187, name: metrics}]
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: six, labels: {kubernetes.io/service-name: by-hand}}
            addressType: IPv6
            endpoints:
              - {addresses: ["fd00::1"], conditions: {ready: true, serving: true, terminating: false}, zone: a}
              - {addresses: ["fd00::2"], hostname: two, conditions: {ready: false}}
            ports: [{port: 5432, name: db, appProtocol: postgres}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: shop, labels: {app: web}}
            spec:
              ingressClassName: nginx
              tls: [{hosts: ["*.example.org"]}]
              rules:
                - host: shop.example.org
                  http:
                    paths:
                      - {path: /a, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
                      - {path: /b, pathType: Exact, backend: {service: {name: web, port: {name: web}}}}
                - host: plain.example.net
            """;

    @TempDir
    private static Path folder;

    @Test
    void anOperatorDiscoversWhatPrometheusDiscovers() {
        var module = Path.of(System.getProperty("headroom.root", "../..")).resolve("prove/peers/go/prometheus");
        var tool = new GoTool(GoModule.in(module), TOOL, "prometheus");
        var program = tool.program();
        try (var cluster = new ObservedCluster(folder)) {
            var namespace = cluster.bed().namespace("same");
            cluster.kubectl("label", "namespace", namespace, "team=shop");
            cluster.kubectl("annotate", "namespace", namespace, "example.org/cost-center=42");
            cluster.apply(namespace, ObservedCluster.slowService(
                    "web", SlowProgram.class.getName(), "prometheus.io/scrape: \"true\""));
            cluster.apply(namespace, OBJECTS);
            cluster.kubectl("create", "job", "now", "--from=cronjob/nightly", "-n", namespace);
            cluster.kubectl("wait", "--for=condition=Ready", "pod", "--all", "-n", namespace, "--timeout=60s");
            var configuration = configuration(namespace, cluster.bed().controlPlane().kubeconfig());
            try (var timeline = new WallTimeline();
                    var prometheus = new RealPrometheus(program, folder, List.of(), timeline, configuration);
                    var operator = cluster.operator("same", configuration)) {
                var url = ObservingTest.url(operator);
                for (var job : List.of("node", "service", "ingress", "pod", "endpoints", "endpointslice", "selected")) {
                    Waiting.comes(() -> {
                        var theirs = discovered(cluster, prometheus.url(), job);
                        return !theirs.isEmpty() && theirs.equals(discovered(cluster, url, job));
                    });
                    var theirs = discovered(cluster, prometheus.url(), job);
                    assertEquals(
                            String.join("\n", theirs), String.join("\n", discovered(cluster, url, job)), job);
                }
                assertEquals(List.of(), cluster.refused());
            }
        }
    }

    private static Set<String> discovered(ObservedCluster cluster, String server, String job) {
        var targets = cluster.ask(server, "/api/v1/targets?state=any");
        var found = new TreeSet<String>();
        for (var list : List.of("activeTargets", "droppedTargets")) {
            targets.path(list).valueStream()
                    .map(each -> each.path("discoveredLabels"))
                    .filter(labels -> labels.path("job").asString("").equals(job))
                    .forEach(labels -> found.add(written(labels)));
        }
        return found;
    }

    private static String written(JsonNode labels) {
        var sorted = new TreeMap<String, String>();
        labels.properties().forEach(each -> {
            var value = each.getValue().asString("");
            if (!value.isEmpty()) {
                sorted.put(each.getKey(), value);
            }
        });
        return sorted.toString();
    }
}

package dev.headroom.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.config.HttpClientConfig;
import dev.headroom.config.SdConfig;
import dev.headroom.config.SdConfig.Attached;
import dev.headroom.config.SdConfig.Role;
import dev.headroom.config.SdConfig.Selector;
import dev.headroom.discovery.ClusterObjects.Kind;
import dev.headroom.discovery.KubernetesTargets.Target;
import dev.headroom.manifests.Field;
import dev.headroom.manifests.Yaml;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KubernetesTargetsTest {

    private static final String POD = """
            metadata:
              name: web-1
              namespace: shop
              uid: u1
              labels: {app.kubernetes.io/name: web}
              annotations: {prometheus.io/scrape: 'true'}
              ownerReferences: [{kind: ReplicaSet, name: web-abc, controller: true}]
            spec:
              nodeName: n1
              containers:
              - name: main
                image: web:1
                ports: [{name: http, containerPort: 8000, protocol: TCP}, {containerPort: 9000, protocol: TCP}]
              - {name: sidecar, image: side:1}
              initContainers: [{name: wait, image: wait:1, ports: [{containerPort: 7000, protocol: UDP}]}]
            status:
              podIP: 10.0.0.1
              hostIP: 192.168.0.1
              phase: Running
              conditions: [{type: Initialized, status: 'True'}, {type: Ready, status: 'False'}]
              containerStatuses: [{name: main, containerID: 'docker://abc'}]
            """;
    private static final String REPLICA_SET = """
            metadata:
              {name: web-abc, namespace: shop, ownerReferences: [{kind: Deployment, name: web, controller: true}]}
            """;
    private static final String NODE = """
            metadata: {name: n1, labels: {zone: a}}
            spec: {providerID: 'cloud://n1'}
            status:
              addresses: [{type: Hostname, address: n1}, {type: InternalIP, address: '2001:db8::1'}]
              daemonEndpoints: {kubeletEndpoint: {Port: 10250}}
              conditions: [{type: MemoryPressure, status: 'False'}, {type: Ready, status: 'True'}]
            """;
    private static final String NAMESPACE = "metadata: {name: shop, labels: {team: x}}";

    private final Map<Kind, List<Field>> objects = new EnumMap<>(Kind.class);

    private void have(Kind kind, String... documents) {
        objects.put(kind, List.of(documents).stream().map(text -> Yaml.read("objects", text).getFirst()).toList());
    }

    private List<Target> find(Role role, Attached attached, Selector... selectors) {
        return find(new SdConfig.Kubernetes(
                role, "", List.of(), false, List.of(selectors), attached, HttpClientConfig.PLAIN));
    }

    private List<Target> find(SdConfig.Kubernetes config) {
        return new KubernetesTargets(config, new ClusterObjects(objects), "shop").targets();
    }

    /// The labels of each target, without the prefix of the meta labels, and those with a given start alone.
    private static String shown(List<Target> targets, String start) {
        var lines = new StringBuilder();
        for (var target : targets) {
            var own = new TreeMap<String, String>();
            target.labels().forEach((name, value) -> {
                var shown = name.replace("__meta_kubernetes_", "");
                if (shown.startsWith(start) || shown.equals("__address__")) {
                    own.put(shown, value);
                }
            });
            lines.append(own).append('\n');
        }
        return lines.toString();
    }

    private static List<String> addresses(List<Target> targets) {
        return targets.stream().map(target -> target.labels().value("__address__")).toList();
    }

    @Test
    void aPodIsATargetForEachPortOfEachContainer() {
        have(Kind.POD, POD, "{metadata: {name: pending, namespace: shop}, status: {phase: Pending}}");
        var targets = find(Role.POD, Attached.NOTHING);
        assertEquals(List.of("10.0.0.1:8000", "10.0.0.1:9000", "10.0.0.1", "10.0.0.1:7000"), addresses(targets));
        assertEquals(Optional.of(new ObjectName("shop", "web-1")), targets.getFirst().pod());
        assertEquals(
                """
                {__address__=10.0.0.1:8000, pod_container_id=docker://abc, pod_container_image=web:1, \
                pod_container_init=false, pod_container_name=main, pod_container_port_name=http, \
                pod_container_port_number=8000, pod_container_port_protocol=TCP}
                {__address__=10.0.0.1:7000, pod_container_image=wait:1, pod_container_init=true, \
                pod_container_name=wait, pod_container_port_number=7000, pod_container_port_protocol=UDP}
                """,
                shown(List.of(targets.get(0), targets.get(3)), "pod_container"));
        assertEquals(
                """
                {__address__=10.0.0.1, namespace=shop, \
                pod_annotation_prometheus_io_scrape=true, pod_annotationpresent_prometheus_io_scrape=true, \
                pod_container_image=side:1, pod_container_init=false, pod_container_name=sidecar, \
                pod_controller_kind=ReplicaSet, pod_controller_name=web-abc, pod_host_ip=192.168.0.1, pod_ip=10.0.0.1, \
                pod_label_app_kubernetes_io_name=web, pod_labelpresent_app_kubernetes_io_name=true, pod_name=web-1, \
                pod_node_name=n1, pod_phase=Running, pod_ready=false, pod_uid=u1}
                """,
                shown(List.of(targets.get(2)), ""));
    }

    @Test
    void aPodCarriesWhatIsAroundItWhereThatIsWanted() {
        have(Kind.POD, POD);
        have(Kind.NODE, NODE);
        have(Kind.NAMESPACE, NAMESPACE);
        have(Kind.REPLICASET, REPLICA_SET);
        var all = find(Role.POD, new Attached(true, true, true, true, true));
        assertEquals("{__address__=10.0.0.1, node_label_zone=a, node_labelpresent_zone=true, node_name=n1}\n",
                shown(List.of(all.get(2)), "node_"));
        assertEquals(
                "{__address__=10.0.0.1, namespace=shop, namespace_label_team=x, namespace_labelpresent_team=true}\n",
                shown(List.of(all.get(2)), "namespace"));
        assertEquals("{__address__=10.0.0.1, pod_deployment_name=web}\n", shown(List.of(all.get(2)), "pod_deployment"));
        objects.remove(Kind.NODE);
        assertEquals(
                List.of(),
                find(Role.POD, new Attached(true, false, false, false, false)),
                "its node is not selected");
    }

    @Test
    void podsOfAJobKnowItAndItsCronJob() {
        have(Kind.POD, POD.replace("ReplicaSet, name: web-abc", "Job, name: nightly-1"));
        have(Kind.JOB, REPLICA_SET.replace("web-abc", "nightly-1")
                .replace("Deployment, name: web", "CronJob, name: nightly"));
        assertEquals("{__address__=10.0.0.1, pod_job_name=nightly-1}\n",
                shown(find(Role.POD, new Attached(false, false, false, true, true)).subList(2, 3), "pod_job"));
        assertEquals("{__address__=10.0.0.1, pod_cronjob_name=nightly}\n",
                shown(find(Role.POD, new Attached(false, false, false, true, true)).subList(2, 3), "pod_cron"));
    }

    @Test
    void aServiceIsATargetForEachPort() {
        have(Kind.SERVICE, """
                metadata: {name: web, namespace: shop}
                spec: {type: LoadBalancer, clusterIP: 10.1.0.1, loadBalancerIP: 1.2.3.4,
                       ports: [{name: http, port: 80, protocol: TCP}]}
                """, """
                metadata: {name: other, namespace: shop}
                spec: {type: ExternalName, externalName: example.org, ports: [{port: 443, protocol: TCP}]}
                """);
        assertEquals(
                """
                {__address__=web.shop.svc:80, service_cluster_ip=10.1.0.1, service_loadbalancer_ip=1.2.3.4, \
                service_name=web, service_port_name=http, service_port_number=80, service_port_protocol=TCP, \
                service_type=LoadBalancer}
                {__address__=other.shop.svc:443, service_external_name=example.org, service_name=other, \
                service_port_number=443, service_port_protocol=TCP, service_type=ExternalName}
                """,
                shown(find(Role.SERVICE, Attached.NOTHING), "service"));
    }

    @Test
    void aNodeIsATargetAtTheFirstAddressThatCountsAndItsKubeletsPort() {
        have(Kind.NODE, NODE, "{metadata: {name: lost}}");
        assertEquals(
                """
                {__address__=[2001:db8::1]:10250, instance=n1, node_address_Hostname=n1, \
                node_address_InternalIP=2001:db8::1, node_condition_memorypressure=false, node_condition_ready=true, \
                node_label_zone=a, node_labelpresent_zone=true, node_name=n1, node_provider_id=cloud://n1}
                """,
                shown(find(Role.NODE, Attached.NOTHING), ""));
    }

    @Test
    void anIngressIsATargetForEachPathOfEachHost() {
        have(Kind.INGRESS, """
                metadata: {name: web, namespace: shop}
                spec:
                  ingressClassName: nginx
                  tls: [{hosts: ['*.example.org', exact.org]}]
                  rules:
                  - {host: a.example.org, http: {paths: [{path: /x}, {}]}}
                  - {host: b.a.example.org}
                  - {host: exact.org}
                """);
        assertEquals(
                """
                {__address__=a.example.org, ingress_class_name=nginx, ingress_host=a.example.org, ingress_name=web, \
                ingress_path=/x, ingress_scheme=https}
                {__address__=a.example.org, ingress_class_name=nginx, ingress_host=a.example.org, ingress_name=web, \
                ingress_path=/, ingress_scheme=https}
                {__address__=b.a.example.org, ingress_class_name=nginx, ingress_host=b.a.example.org, \
                ingress_name=web, ingress_path=/, ingress_scheme=http}
                {__address__=exact.org, ingress_class_name=nginx, ingress_host=exact.org, ingress_name=web, \
                ingress_path=/, ingress_scheme=https}
                """,
                shown(find(Role.INGRESS, Attached.NOTHING), "ingress"));
    }

    @Test
    void endpointsAreTargetsAndSoAreThePortsThatPodsBehindThemDeclareBesides() {
        have(Kind.POD, POD);
        have(Kind.SERVICE, "{metadata: {name: web, namespace: shop, labels: {tier: front}}}");
        have(Kind.ENDPOINTS, """
                metadata: {name: web, namespace: shop}
                subsets:
                - ports: [{name: http, port: 8000, protocol: TCP}]
                  addresses: [{ip: 1.1.1.1, nodeName: n2, hostname: h}]
                  notReadyAddresses:
                  - {ip: 10.0.0.1, nodeName: n1, targetRef: {kind: Pod, name: web-1, namespace: shop}}
                """);
        var targets = find(Role.ENDPOINTS, Attached.NOTHING);
        assertEquals(List.of("1.1.1.1:8000", "10.0.0.1:8000", "10.0.0.1:9000", "10.0.0.1:7000"), addresses(targets));
        assertEquals(
                """
                {__address__=1.1.1.1:8000, endpoint_hostname=h, endpoint_node_name=n2, endpoint_port_name=http, \
                endpoint_port_protocol=TCP, endpoint_ready=true, endpoints_name=web}
                {__address__=10.0.0.1:8000, endpoint_address_target_kind=Pod, endpoint_address_target_name=web-1, \
                endpoint_node_name=n1, endpoint_port_name=http, endpoint_port_protocol=TCP, endpoint_ready=false, \
                endpoints_name=web}
                {__address__=10.0.0.1:9000, endpoints_name=web}
                {__address__=10.0.0.1:7000, endpoints_name=web}
                """,
                shown(targets, "endpoint"));
        assertEquals("{__address__=10.0.0.1:9000, service_label_tier=front, service_labelpresent_tier=true, "
                + "service_name=web}\n", shown(List.of(targets.get(2)), "service"));
    }

    @Test
    void slicesAreTargetsAsEndpointsAreButForThoseOfTheSecondFamily() {
        have(Kind.POD, POD);
        have(Kind.SERVICE, """
                metadata: {name: web, namespace: shop}
                spec: {ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv4, IPv6]}
                """);
        var slice = """
                metadata: {name: web-x, namespace: shop, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{name: http, port: 8000, protocol: TCP, appProtocol: h2c}]
                endpoints:
                - addresses: [10.0.0.1]
                  conditions: {ready: true, serving: true, terminating: false}
                  nodeName: n1
                  zone: a
                  targetRef: {kind: Pod, name: web-1, namespace: shop}
                """;
        have(Kind.ENDPOINTSLICE, slice, slice.replace("web-x", "web-y").replace("IPv4", "IPv6"));
        var targets = find(Role.ENDPOINTSLICE, Attached.NOTHING);
        assertEquals(List.of("10.0.0.1:8000", "10.0.0.1:9000", "10.0.0.1:7000"), addresses(targets));
        assertEquals(
                """
                {__address__=10.0.0.1:8000, endpointslice_address_target_kind=Pod, \
                endpointslice_address_target_name=web-1, endpointslice_address_type=IPv4, \
                endpointslice_endpoint_conditions_ready=true, endpointslice_endpoint_conditions_serving=true, \
                endpointslice_endpoint_conditions_terminating=false, endpointslice_endpoint_node_name=n1, \
                endpointslice_endpoint_zone=a, endpointslice_label_kubernetes_io_service_name=web, \
                endpointslice_labelpresent_kubernetes_io_service_name=true, endpointslice_name=web-x, \
                endpointslice_port=8000, endpointslice_port_app_protocol=h2c, endpointslice_port_name=http, \
                endpointslice_port_protocol=TCP}
                """,
                shown(List.of(targets.getFirst()), "endpointslice"));
    }

    @Test
    void namespacesAndSelectorsChoose() {
        have(Kind.POD, POD, POD.replace("web-1", "web-2").replace("nodeName: n1", "nodeName: n2"),
                POD.replace("namespace: shop", "namespace: other").replace("10.0.0.1", "10.0.0.9"));
        assertEquals(8, find(Role.POD, Attached.NOTHING, new Selector(Role.POD, "", "spec.nodeName=n1")).size());
        assertEquals(4, find(Role.POD, Attached.NOTHING, new Selector(Role.POD, "", "spec.nodeName!=n1")).size());
        var others = new Selector(Role.POD, "app.kubernetes.io/name!=web", "");
        assertEquals(List.of(), find(Role.POD, Attached.NOTHING, others));
        assertEquals(
                List.of("10.0.0.9:8000", "10.0.0.9:9000", "10.0.0.9", "10.0.0.9:7000"),
                addresses(find(new SdConfig.Kubernetes(
                        Role.POD, "", List.of("other"), false, List.of(), Attached.NOTHING, HttpClientConfig.PLAIN))));
        assertEquals(8, find(new SdConfig.Kubernetes(
                Role.POD, "", List.of(), true, List.of(), Attached.NOTHING, HttpClientConfig.PLAIN)).size());
    }
}

package dev.headroom.workloads;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.Manifest;
import dev.headroom.model.ScaleTargetRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads Deployments and Services from manifests and collects warnings about fields nobody knows.
public final class WorkloadReader {

    /// More pods than this of one Deployment are a typing error on one machine.
    public static final int MAX_REPLICAS = 200;

    /// The annotation that lets the balancer send requests of any method again.
    static final String RETRY_ANNOTATION = "headroom.dev/retry";

    /// The annotation of a pod template whose containers may use more CPU until their startup probe has passed: what
    /// kube-startup-cpu-boost does in a cluster. It concerns containers with a CPU limit and a startup probe.
    static final String STARTUP_CPU_ANNOTATION = "headroom.dev/startup-cpu";

    private static final Set<String> DEPLOYMENT = Set.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Set<String> DEPLOYMENT_SPEC = Set.of(
            "replicas", "selector", "template", "strategy", "minReadySeconds", "revisionHistoryLimit", "paused",
            "progressDeadlineSeconds");
    private static final Set<String> POD_SPEC = Set.of(
            "initContainers", "containers", "terminationGracePeriodSeconds", "restartPolicy", "affinity",
            "nodeSelector",
            "tolerations", "topologySpreadConstraints", "volumes", "serviceAccountName", "serviceAccount",
            "automountServiceAccountToken", "imagePullSecrets", "securityContext", "priorityClassName", "priority",
            "dnsPolicy", "dnsConfig", "hostNetwork", "hostPID", "hostIPC", "hostUsers", "hostname", "subdomain",
            "hostAliases", "schedulerName", "runtimeClassName", "enableServiceLinks", "preemptionPolicy", "os",
            "nodeName", "readinessGates", "shareProcessNamespace", "schedulingGates", "resourceClaims", "overhead",
            "activeDeadlineSeconds", "ephemeralContainers", "setHostnameAsFQDN", "resources");
    private static final Set<String> SERVICE_SPEC = Set.of(
            "ports", "selector", "type", "clusterIP", "clusterIPs", "externalIPs", "externalName", "sessionAffinity",
            "sessionAffinityConfig", "loadBalancerIP", "loadBalancerClass", "loadBalancerSourceRanges", "ipFamilies",
            "ipFamilyPolicy", "internalTrafficPolicy", "externalTrafficPolicy", "publishNotReadyAddresses",
            "healthCheckNodePort", "allocateLoadBalancerNodePorts", "trafficDistribution");
    private static final Set<String> SERVICE_PORT =
            Set.of("name", "port", "targetPort", "protocol", "nodePort", "appProtocol");

    private final List<String> warnings = new ArrayList<>();
    private final ContainerReader containers = new ContainerReader(warnings::add);

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /// @throws dev.headroom.manifests.ManifestException when it is no usable Deployment
    public Deployment deployment(Manifest manifest) {
        var root = manifest.root();
        known(root, DEPLOYMENT);
        var spec = manifest.spec();
        known(spec, DEPLOYMENT_SPEC);
        int replicas = spec.at("replicas").integer(1);
        if (replicas < 0 || replicas > MAX_REPLICAS) {
            throw spec.at("replicas").wrong("0 to " + MAX_REPLICAS + " (limit replicas per machine)", "" + replicas);
        }
        var selector = spec.at("selector");
        known(selector, Set.of("matchLabels", "matchExpressions"));
        if (!selector.at("matchExpressions").isMissing()) {
            throw selector.at("matchExpressions").wrong("a selector with matchLabels only", "matchExpressions");
        }
        var matchLabels = selector.at("matchLabels").texts();
        var policy = spec.at("template").at("spec").at("restartPolicy");
        if (!policy.text("Always").equals("Always")) {
            throw policy.wrong("Always (a Deployment's pods never end)", '"' + policy.text() + '"');
        }
        var template = template(spec.at("template"));
        if (matchLabels.isEmpty()) {
            throw selector.wrong("matchLabels with at least one label", "none");
        }
        if (!template.labels().entrySet().containsAll(matchLabels.entrySet())) {
            throw selector.wrong(
                    "labels that spec.template.metadata.labels has (" + template.labels() + ")", "" + matchLabels);
        }
        var ref = new ScaleTargetRef(
                manifest.apiVersion(), "Deployment", manifest.metadata().namespace(), manifest.metadata().name());
        return new Deployment(ref, replicas, matchLabels, template);
    }

    private PodTemplate template(Field field) {
        var spec = field.at("spec");
        known(spec, POD_SPEC);
        var restartPolicy = switch (
                spec.at("restartPolicy").oneOf(Set.of("Always", "OnFailure", "Never"), "Always")) {
            case "Never" -> RestartPolicy.NEVER;
            case "OnFailure" -> RestartPolicy.ON_FAILURE;
            default -> RestartPolicy.ALWAYS;
        };
        int grace = spec.at("terminationGracePeriodSeconds").integer(30);
        if (grace < 0) {
            throw spec.at("terminationGracePeriodSeconds").wrong("0 or more seconds", "" + grace);
        }
        var metadata = field.at("metadata");
        var startupCpu = metadata.at("annotations").at(STARTUP_CPU_ANNOTATION);
        var inits = spec.at("initContainers").items().stream()
                .map(item -> containers.read(item, true, startupCpu))
                .toList();
        var mains = spec.at("containers").items().stream()
                .map(item -> containers.read(item, false, startupCpu))
                .toList();
        if (mains.isEmpty()) {
            throw spec.at("containers").wrong("at least one container", "none");
        }
        var names = new HashSet<String>();
        for (var items : List.of(spec.at("initContainers").items(), spec.at("containers").items())) {
            for (var item : items) {
                if (!names.add(item.at("name").text())) {
                    throw item.at("name").wrong("each name once", '"' + item.at("name").text() + "\" again");
                }
            }
        }
        return new PodTemplate(
                metadata.at("labels").texts(),
                metadata.at("annotations").texts(),
                inits,
                mains,
                Duration.ofSeconds(grace),
                restartPolicy);
    }

    /// What a Pod itself says.
    ///
    /// @throws dev.headroom.manifests.ManifestException when it cannot be run here
    public PodTemplate pod(Manifest manifest) {
        return template(manifest.root());
    }

    /// @throws dev.headroom.manifests.ManifestException when it is no usable Service
    public Service service(Manifest manifest) {
        var spec = manifest.spec();
        known(spec, SERVICE_SPEC);
        var type = spec.at("type").oneOf(Set.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"), "ClusterIP");
        if (type.equals("ExternalName")) {
            throw spec.at("type").wrong("a Service with pods behind it", "ExternalName");
        }
        var selector = spec.at("selector").texts();
        if (selector.isEmpty()) {
            warnings.add(manifest.place() + ": service \"" + manifest.metadata().name()
                    + "\": no selector, so no pod will ever be behind it");
        }
        var ports = new ArrayList<Service.Port>();
        for (var item : spec.at("ports").items()) {
            known(item, SERVICE_PORT);
            int port = ContainerReader.portNumber(item.at("port"));
            var target = item.at("targetPort").text(Integer.toString(port));
            if (item.at("protocol").oneOf(Set.of("TCP", "UDP", "SCTP"), "TCP").equals("TCP")) {
                ports.add(new Service.Port(item.at("name").text(""), port, target));
            }
        }
        boolean headless = spec.at("clusterIP").text("").equals("None");
        if (ports.isEmpty() && !headless) {
            throw spec.at("ports").wrong("at least one TCP port", "none");
        }
        var annotations = manifest.metadata().annotations();
        var retry = manifest.root().at("metadata").at("annotations").at(RETRY_ANNOTATION);
        return new Service(
                manifest.metadata().namespace(),
                manifest.metadata().name(),
                manifest.metadata().labels(),
                annotations,
                selector,
                ports,
                headless,
                retry.oneOf(Set.of("idempotent", "non-idempotent"), "idempotent").equals("non-idempotent"));
    }

    private void known(Field field, Set<String> names) {
        warnings.addAll(field.unknown(names));
    }
}

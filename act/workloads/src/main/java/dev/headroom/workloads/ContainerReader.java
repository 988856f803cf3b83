package dev.headroom.workloads;

import dev.headroom.manifests.Field;
import dev.headroom.manifests.ManifestException;
import dev.headroom.workloads.ContainerSpec.Port;
import dev.headroom.workloads.ContainerSpec.Resources;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads one container of a pod template. What a process has no use for (an image, volume mounts) is known and ignored;
/// what Kubernetes does not know either is a warning.
final class ContainerReader {

    private static final Set<String> KNOWN = Set.of(
            "name", "command", "args", "workingDir", "env", "envFrom", "ports", "resources", "startupProbe",
            "livenessProbe", "readinessProbe", "lifecycle", "image", "imagePullPolicy", "volumeMounts", "volumeDevices",
            "securityContext", "terminationMessagePath", "terminationMessagePolicy", "stdin", "stdinOnce", "tty",
            "resizePolicy", "restartPolicy", "restartPolicyRules");
    private static final Set<String> PORT_FIELDS = Set.of("name", "containerPort", "protocol", "hostPort", "hostIP");
    private static final Set<String> FIELDS = Set.of(
            "metadata.name", "metadata.namespace", "metadata.uid", "status.podIP", "status.podIPs", "status.hostIP",
            "status.hostIPs", "spec.nodeName", "spec.serviceAccountName");
    private static final Pattern KEYED_FIELD = Pattern.compile("metadata\\.(labels|annotations)\\['([^']+)']");
    private static final Set<String> RESOURCES =
            Set.of("limits.cpu", "limits.memory", "requests.cpu", "requests.memory");

    private final Consumer<String> warnings;

    ContainerReader(Consumer<String> warnings) {
        this.warnings = warnings;
    }

    /// @param startupCpu the pod's [WorkloadReader#STARTUP_CPU_ANNOTATION]
    ContainerSpec read(Field field, boolean init, Field startupCpu) {
        field.unknown(KNOWN).forEach(warnings);
        var name = field.at("name").text();
        var argv = argv(field, name);
        if (!field.at("envFrom").isMissing()) {
            throw field.at("envFrom")
                    .wrong("variables listed in env (processes have no ConfigMaps or Secrets)", "envFrom");
        }
        if (init && field.at("restartPolicy").text("").equals("Always")) {
            throw field.at("restartPolicy").wrong("an init container that ends (no sidecars)", "\"Always\"");
        }
        var ports = ports(field.at("ports"));
        var probes = new HashMap<ProbeType, Probe>();
        var reader = new ProbeReader(ports, warnings);
        for (var type : ProbeType.values()) {
            var probe = field.at(type.word() + "Probe");
            if (!probe.isMissing()) {
                probes.put(type, reader.probe(probe, type));
            }
        }
        field.at("lifecycle").unknown(Set.of("preStop", "postStart", "stopSignal")).forEach(warnings);
        if (!field.at("lifecycle").at("postStart").isMissing()) {
            throw field.at("lifecycle").at("postStart").wrong("no postStart hook (processes run preStop only)", "one");
        }
        var preStop = field.at("lifecycle").at("preStop");
        var resources = resources(field.at("resources"));
        return new ContainerSpec(
                name,
                argv,
                field.at("workingDir").optionalText(),
                env(field.at("env")),
                ports,
                probes.containsKey(ProbeType.STARTUP) ? boosted(resources, startupCpu) : resources,
                probes,
                preStop.isMissing() ? Optional.empty() : Optional.of(reader.hook(preStop)));
    }

    private static List<String> argv(Field field, String name) {
        var command = texts(field.at("command"));
        if (command.isEmpty()) {
            var image = field.at("image").text("none");
            throw new ManifestException(field.place() + ": container \"" + name
                    + "\": expected a command to run as a process, got only image \"" + image
                    + "\"; add for example  command: [\"python3\", \"server.py\"]  beside it (a cluster runs it too)");
        }
        var argv = new ArrayList<>(command);
        argv.addAll(texts(field.at("args")));
        return argv;
    }

    static List<String> texts(Field field) {
        return field.items().stream().map(Field::text).toList();
    }

    private List<Port> ports(Field field) {
        var ports = new ArrayList<Port>();
        for (var item : field.items()) {
            item.unknown(PORT_FIELDS).forEach(warnings);
            int number = portNumber(item.at("containerPort"));
            if (item.at("protocol").oneOf(Set.of("TCP", "UDP", "SCTP"), "TCP").equals("TCP")) {
                ports.add(new Port(item.at("name").text(""), number));
            }
        }
        return ports;
    }

    static int portNumber(Field field) {
        int number = field.integer();
        if (number < 1 || number > 65535) {
            throw field.wrong("a port from 1 to 65535", Integer.toString(number));
        }
        return number;
    }

    private Resources resources(Field field) {
        field.unknown(Set.of("requests", "limits", "claims")).forEach(warnings);
        var limits = quantities(field.at("limits"));
        // As the API server does it: what has a limit and no request requests its limit.
        var requests = new HashMap<>(limits);
        requests.putAll(quantities(field.at("requests")));
        for (var resource : limits.keySet()) {
            if (requests.getOrDefault(resource, 0L) > limits.getOrDefault(resource, 0L)) {
                throw field.at("requests").at(resource).wrong("at most the limit of " + resource, "more");
            }
        }
        return new Resources(requests, limits, Optional.empty());
    }

    private static Resources boosted(Resources plain, Field startupCpu) {
        var limit = plain.cpuLimitMilli();
        if (startupCpu.isMissing() || limit.isEmpty()) {
            return plain;
        }
        long milli = ResourceText.milli(startupCpu);
        if (milli < limit.get()) {
            throw startupCpu.wrong(
                    "at least the CPU limit of every container with a startup probe (" + limit.get() + "m)",
                    '"' + startupCpu.text() + '"');
        }
        return new Resources(plain.requests(), plain.limits(), Optional.of(milli));
    }

    private static Map<String, Long> quantities(Field field) {
        var quantities = new HashMap<String, Long>();
        field.entries().forEach((resource, value) -> quantities.put(resource, ResourceText.milli(value)));
        return quantities;
    }

    private List<EnvVariable> env(Field field) {
        var variables = new ArrayList<EnvVariable>();
        for (var item : field.items()) {
            item.unknown(Set.of("name", "value", "valueFrom")).forEach(warnings);
            var name = item.at("name").text();
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw item.at("name").wrong("a variable name", '"' + name + '"');
            }
            var from = item.at("valueFrom");
            if (from.isMissing()) {
                variables.add(new EnvVariable(name, new EnvVariable.Text(item.at("value").text(""))));
            } else if (!optionalReference(from)) {
                variables.add(new EnvVariable(name, source(from)));
            }
        }
        return variables;
    }

    private static boolean optionalReference(Field from) {
        return from.at("configMapKeyRef").at("optional").truth(false)
                || from.at("secretKeyRef").at("optional").truth(false);
    }

    private static EnvVariable.Source source(Field from) {
        var path = from.at("fieldRef").at("fieldPath");
        if (!path.isMissing()) {
            var text = path.text();
            if (!FIELDS.contains(text) && !KEYED_FIELD.matcher(text).matches()) {
                throw path.wrong(
                        "a field such as status.podIP, metadata.name or metadata.labels['app']", '"' + text + '"');
            }
            return new EnvVariable.FieldRef(text);
        }
        var reference = from.at("resourceFieldRef");
        if (reference.isMissing()) {
            throw from.wrong("fieldRef or resourceFieldRef (processes have no ConfigMaps or Secrets)",
                    String.join(", ", from.entries().keySet()));
        }
        var resource = reference.at("resource").oneOf(RESOURCES, "");
        var divisor = reference.at("divisor");
        long divisorMilli = divisor.isMissing() ? 0 : ResourceText.milli(divisor);
        return new EnvVariable.ResourceFieldRef(
                reference.at("containerName").optionalText(), resource, divisorMilli == 0 ? 1000 : divisorMilli);
    }

    /// The key of `metadata.labels['KEY']` and its map's name.
    static Optional<Map.Entry<String, String>> keyed(String fieldPath) {
        var matcher = KEYED_FIELD.matcher(fieldPath);
        return matcher.matches() ? Optional.of(Map.entry(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /// `milli / divisorMilli` rounded up, without overflow.
    static String divided(long milli, long divisorMilli) {
        var parts = BigInteger.valueOf(milli).divideAndRemainder(BigInteger.valueOf(divisorMilli));
        return (parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0]).toString();
    }
}

package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.controlplane.Access;
import dev.headroom.controlplane.User;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the pod of a StatefulSet of the chart a process of the node: with the arguments of the chart, but that its
/// volumes are folders of this machine, that it listens at its pod's address only, and that the token of its account is
/// in a file.
final class InstalledPod {

    private static final JsonMapper JSON = new JsonMapper();

    private final TestBed bed;
    private final String namespace;
    private final String name;
    private final Path folder;

    /// @param name of the StatefulSet and of its account
    /// @param folder for its volumes
    InstalledPod(TestBed bed, String namespace, String name, Path folder) {
        this.bed = bed;
        this.namespace = namespace;
        this.name = name;
        this.folder = folder;
    }

    /// Changes the StatefulSet and waits until its pod is ready, by the probes of the chart.
    void run() {
        var pod = JSON.readTree(kubectl("get", "statefulset", name, "-n", namespace, "-o", "json"))
                .at("/spec/template/spec");
        var mounts = mounts(pod);
        var container = JsonNodeFactory.instance.objectNode().put("name", "operator");
        var command = container.putArray("command");
        List.of(java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp").forEach(command::add);
        command.add(System.getProperty("java.class.path")).add("dev.headroom.cli.Main");
        var arguments = container.putArray("args");
        pod.at("/containers/0/args").forEach(each -> arguments.add(here(each.asString(""), mounts)));
        account().forEach((option, file) -> arguments.add(option + "=" + file));
        var address = container.putArray("env").addObject().put("name", "POD_IP");
        address.putObject("valueFrom").putObject("fieldRef").put("fieldPath", "status.podIP");
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("spec").putObject("template").putObject("spec").putArray("containers").add(container);
        kubectl("patch", "statefulset", name, "-n", namespace, "--patch", patch.toString());
        // The pod of the image alone is never ready, and a StatefulSet waits for it.
        kubectl("delete", "pod", "-n", namespace, "-l", "app.kubernetes.io/name=headroom", "--ignore-not-found");
        var ready = bed.kubectl("rollout", "status", "statefulset", name, "-n", namespace, "--timeout=90s");
        assertEquals(0, ready.status(), () -> ready.output() + said()
                + bed.kubectl("describe", "pods", "-n", namespace).output());
    }

    String said() {
        return bed.kubectl("logs", "statefulset/" + name, "-n", namespace).output();
    }

    private String kubectl(String... arguments) {
        var answer = bed.kubectl(arguments);
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// Where each path of the container is here, with the files of ConfigMaps in it.
    private Map<String, Path> mounts(JsonNode pod) {
        var mounts = new TreeMap<String, Path>();
        pod.at("/containers/0/volumeMounts").forEach(mount -> {
            var path = mount.path("mountPath").asString("");
            var place = folder.resolve(path.substring(1));
            mounts.put(path, place);
            var config = volume(pod, mount.path("name").asString("")).at("/configMap/name").asString("");
            write(place, config.isEmpty()
                    ? JsonNodeFactory.instance.objectNode()
                    : JSON.readTree(kubectl("get", "configmap", config, "-n", namespace, "-o", "json")).path("data"));
        });
        return mounts;
    }

    private static JsonNode volume(JsonNode pod, String named) {
        return pod.path("volumes").valueStream()
                .filter(each -> each.path("name").asString("").equals(named))
                .findFirst()
                .orElseThrow();
    }

    private static void write(Path place, JsonNode data) {
        try {
            Files.createDirectories(place);
            for (var entry : data.properties()) {
                Files.writeString(place.resolve(entry.getKey()), entry.getValue().asString(""));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String here(String argument, Map<String, Path> mounts) {
        int value = argument.indexOf('=') + 1;
        return mounts.entrySet().stream()
                .filter(each -> argument.startsWith(each.getKey(), value))
                .map(each -> argument.substring(0, value) + each.getValue()
                        + argument.substring(value + each.getKey().length()))
                .findFirst()
                .orElseGet(() -> argument.replace("=0.0.0.0:", "=$(POD_IP):"));
    }

    /// What a kubelet would mount of the account, as options.
    private Map<String, Path> account() {
        var token = kubectl("create", "token", name, "-n", namespace, "--duration=1h").strip();
        var admin = bed.controlPlane().access(User.ADMIN);
        var files = Map.of(
                "--kubeconfig", new Access(admin.url(), admin.authority(), name, token).kubeconfig(),
                "--kubelet-token", token,
                "--kubelet-ca", bed.controlPlane().authority());
        var options = new TreeMap<String, Path>();
        Stream.of("--kubeconfig", "--kubelet-token", "--kubelet-ca").forEach(option -> {
            var file = folder.resolve(option.substring(2));
            options.put(option, file);
            write(folder, JsonNodeFactory.instance.objectNode().put(option.substring(2), files.get(option)));
        });
        return options;
    }
}

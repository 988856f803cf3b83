package dev.headroom.incluster;

import static dev.headroom.incluster.OperatorCluster.ONE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Writes down what an earlier version of the program leaves behind, for [UpgradeTest]: run by hand before a format
/// changes, with the class path of that version and the folder of its resources.
///
/// What is carried is a data folder (samples of one scrape a second for half a minute, and a shadow's differences) and
/// the objects of a namespace: a ScaledObject with its status, and the autoscaler that was made for it.
final class CarriedState {

    static final String NAMESPACE = "carried";
    static final int MILLIS = 30_000;

    private static final JsonMapper JSON = new JsonMapper();

    private CarriedState() {}

    /// @param arguments class path and folder
    public static void main(String[] arguments) throws IOException {
        System.setProperty(OperatorProcess.CLASS_PATH, arguments[0]);
        var carried = Files.createDirectories(Path.of(arguments[1]));
        var folder = Files.createTempDirectory("headroom-carried-");
        try (var cluster = new OperatorCluster(folder); var tasks = new TaskSource()) {
            tasks.say(18);
            cluster.kubectl("create", "namespace", NAMESPACE);
            cluster.apply(NAMESPACE, TaskSource.deployment("web", 1));
            cluster.apply(NAMESPACE, tasks.scaledObject("web", "web", "").replace("minReplicaCount: 0",
                    "minReplicaCount: 1"));
            try (var one = cluster.operator(ONE, NAMESPACE, "adapter")) {
                one.awaitActing();
                Waiting.until(() -> cluster.autoscaler(NAMESPACE, "web").has("status"), one::said);
                Waiting.rest(5_000);
                keep(cluster, "scaledobject", "web", carried.resolve("scaledobject.json"));
                keep(cluster, "hpa", "keda-hpa-web", carried.resolve("hpa.json"));
            }
            int port = OperatorCluster.freePort();
            var data = folder.resolve("data");
            try (var one = new OperatorProcess(folder.resolve("shadow.log"), shadow(cluster, folder, data, port))) {
                Waiting.rest(MILLIS);
                one.end();
            }
            copy(data, carried.resolve("data"));
        }
    }

    /// A shadow that scrapes its own page, and keeps one series of it.
    static List<String> shadow(OperatorCluster cluster, Path folder, Path data, int port) throws IOException {
        var config = Files.writeString(folder.resolve("prometheus-" + port + ".yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: own
                    static_configs: [{targets: ["127.0.0.1:%d"], labels: {instance: own}}]
                    metric_relabel_configs:
                      - {source_labels: [__name__], regex: headroom_kubernetes_requests_total, action: keep}
                """.formatted(port));
        return new ArrayList<>(List.of(
                "operator", "--kubeconfig", cluster.bed().controlPlane().kubeconfig(ONE).toString(),
                "--namespace", NAMESPACE, "--lease-namespace", NAMESPACE, "--mode", "shadow", "--sync-period", "1s",
                "--listen", "127.0.0.1:" + port, "--config.file", config.toString(), "--data", data.toString()));
    }

    private static void keep(OperatorCluster cluster, String kind, String name, Path file) throws IOException {
        Files.writeString(
                file,
                JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(cluster.get(NAMESPACE, kind, name)));
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}

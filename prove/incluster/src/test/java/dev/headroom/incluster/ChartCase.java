package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A set of values, and the file that says what the chart makes of it. The three modes are the manifests for those
/// without Helm.
enum ChartCase {
    SHADOW("headroom", "charts/manifests/shadow.yaml", "--set=mode=shadow"),
    ADAPTER("headroom", "charts/manifests/adapter.yaml", "--set=mode=adapter,metricsApis.external=true"),
    AUTOSCALER("headroom", "charts/manifests/autoscaler.yaml", "--set=mode=autoscaler"),
    CUSTOM("scale", resource("custom.yaml"), "--values=" + Helm.ROOT.resolve(resource("custom.values.yaml"))),
    OBSERVING("scale", resource("observing.yaml"), "--values=" + Helm.ROOT.resolve(resource("observing.values.yaml"))),
    EVERYTHING(
            "scale", resource("everything.yaml"), "--values=" + Helm.ROOT.resolve(resource("everything.values.yaml")));

    private final String release;
    private final String file;
    private final String values;

    ChartCase(String release, String file, String values) {
        this.release = release;
        this.file = file;
        this.values = values;
    }

    /// Where its objects are.
    String namespace() {
        return release.equals("headroom") ? "headroom" : "shop";
    }

    Path file() {
        return Helm.ROOT.resolve(file);
    }

    /// What Helm makes of it in a namespace.
    ///
    /// @param more arguments of Helm
    String rendered(String namespace, String... more) {
        var arguments = new ArrayList<>(List.of(values));
        arguments.addAll(List.of(more));
        var answer = Helm.template(release, namespace, arguments.toArray(String[]::new));
        assertEquals(0, answer.status(), answer::output);
        return answer.output();
    }

    /// The same as it is kept: without what only Helm's own releases say, and without the dashboards, which are files
    /// themselves.
    String kept() {
        var lines = rendered(namespace()).lines()
                .filter(line -> !line.contains("app.kubernetes.io/managed-by: ") && !line.contains("helm.sh/chart: "))
                .collect(Collectors.joining("\n", "", "\n"));
        return Arrays.stream(lines.split("(?m)^---\n"))
                .filter(document -> !document.contains("/templates/dashboards.yaml"))
                .map(document -> document.replaceFirst("^# Source: .*\n", ""))
                .filter(document -> !document.isBlank())
                .collect(Collectors.joining("---\n"));
    }

    private static String resource(String name) {
        return "prove/incluster/src/test/resources/chart/" + name;
    }
}

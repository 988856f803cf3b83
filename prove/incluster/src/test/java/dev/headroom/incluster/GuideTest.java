package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.User;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The commands of `docs/guide/kubernetes.md`, as they are written there, against a real API server.
@ClusterTest
@Timeout(240)
class GuideTest {

    private static final String CUSTOM = "v1beta1.custom.metrics.k8s.io";
    private static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";

    @TempDir
    private Path folder;

    private static Helm.Answer helm(TestBed bed, String... arguments) {
        return Helm.at(bed.controlPlane().kubeconfig(), arguments);
    }

    private static void upgrade(TestBed bed, String namespace, String... more) {
        var arguments = new ArrayList<>(List.of(
                "upgrade", "headroom", Helm.CHART.toString(), "-n", namespace, "--reuse-values"));
        arguments.addAll(List.of(more));
        var answer = helm(bed, arguments.toArray(String[]::new));
        assertEquals(0, answer.status(), answer::output);
    }

    private static String arguments(TestBed bed, String namespace) {
        return bed.kubectl("get", "statefulset", "headroom", "-n", namespace, "-o",
                        "jsonpath={.spec.template.spec.containers[0].args}")
                .output();
    }

    private static String leadsTo(TestBed bed, String apiService) {
        return bed.kubectl("get", "apiservice", apiService, "-o",
                        "jsonpath={.spec.service.namespace}/{.spec.service.name}")
                .output();
    }

    @Test
    void fromAShadowToThePlaceOfPrometheusAdapterAndOfKedaAndBack(TestBed bed) throws IOException {
        var namespace = bed.namespace("headroom");
        var installed = helm(bed, "install", "headroom", Helm.CHART.toString(), "-n", namespace, "--create-namespace",
                "--set", "mode=shadow");
        assertEquals(0, installed.status(), installed::output);
        assertTrue(installed.output().contains("/api/headroom/v1/shadow"), installed::output);
        assertTrue(arguments(bed, namespace).contains("--mode=shadow"));

        upgrade(bed, namespace, "--set", "mode=adapter", "-f", rules(bed, namespace), "--set",
                "prometheus.url=http://prometheus.monitoring:9090,prometheus.scrapeInterval=30s");
        assertEquals(namespace + "/headroom", leadsTo(bed, CUSTOM));
        assertTrue(arguments(bed, namespace).contains("--adapter="));

        upgrade(bed, namespace, "--set", "metricsApis.external=true");
        assertEquals(namespace + "/headroom", leadsTo(bed, EXTERNAL));
        assertEquals(namespace + "/headroom", leadsTo(bed, CUSTOM), "values are kept");

        var gone = helm(bed, "uninstall", "headroom", "-n", namespace);
        assertEquals(0, gone.status(), gone::output);
        Waiting.until(() -> bed.kubectl("get", "apiservice", EXTERNAL, CUSTOM).status() != 0, gone::output);
        assertEquals(0, bed.kubectl("get", "scaledobjects", "-A").status(), "the definitions stay");
    }

    /// The rules of the prometheus-adapter that is there, as values of the chart. It has the APIService until it ends.
    private String rules(TestBed bed, String namespace) throws IOException {
        assertEquals(0, bed.kubectl(User.ADMIN, """
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1beta1.custom.metrics.k8s.io}
                spec:
                  group: custom.metrics.k8s.io
                  version: v1beta1
                  groupPriorityMinimum: 100
                  versionPriority: 100
                  service: {name: prometheus-adapter, namespace: monitoring}
                """, "apply", "-f", "-").status());
        var config = Helm.ROOT.resolve("examples/adapter/adapter.yaml");
        assertEquals(0, bed.kubectl("create", "configmap", "prometheus-adapter", "-n", namespace,
                "--from-file=config.yaml=" + config).status());
        var text = bed.kubectl("get", "configmap", "prometheus-adapter", "-n", namespace, "-o",
                "go-template={{index .data \"config.yaml\"}}");
        var file = folder.resolve("rules.yaml");
        Files.writeString(file, "metricsApis:\n  custom: true\n  adapter:\n" + text.output().indent(4));
        var refused = helm(bed, "upgrade", "headroom", Helm.CHART.toString(), "-n", namespace, "--reuse-values",
                "-f", file.toString(), "--set", "prometheus.url=http://prometheus.monitoring:9090");
        assertTrue(refused.output().contains("cannot be imported into the current release"), refused::output);
        assertEquals(0, bed.kubectl("delete", "apiservice", CUSTOM).status());
        return file.toString();
    }
}

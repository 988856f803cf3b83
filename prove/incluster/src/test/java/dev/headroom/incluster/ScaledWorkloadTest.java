package dev.headroom.incluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.contract.ScaleTargetContract;
import dev.headroom.controlplane.User;
import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.kubernetes.ClusterAccess;
import dev.headroom.kubernetes.ConnectedApi;
import dev.headroom.kubernetes.PodReader;
import dev.headroom.kubernetes.Request;
import dev.headroom.kubernetes.Resource;
import dev.headroom.kubernetes.ScaledWorkload;
import dev.headroom.model.ScaleTargetRef;
import dev.headroom.testbed.ClusterTest;
import dev.headroom.testbed.TestBed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/// The contract of a scale target, kept by a real Deployment behind a real API server, whose pods are processes.
@ClusterTest
@Timeout(240)
final class ScaledWorkloadTest extends ScaleTargetContract {

    private static TestBed bed;
    private static ConnectedApi api;

    @BeforeAll
    static void cluster(TestBed shared) {
        shared.node();
        bed = shared;
        api = ConnectedApi.of(ClusterAccess.find(Optional.of(bed.controlPlane().kubeconfig())));
    }

    @AfterAll
    static void end() {
        api.close();
    }

    @Override
    protected ScaleTarget target(int replicas) {
        var namespace = bed.namespace("contract");
        var applied = bed.kubectl(User.ADMIN, deployment(replicas), "apply", "-n", namespace, "-f", "-");
        assertEquals(0, applied.status(), applied::output);
        var ref = new ScaleTargetRef("apps/v1", "Deployment", namespace, "web");
        return new ScaledWorkload(
                api, ref, Resource.DEPLOYMENTS, ScaledWorkloadTest::pods, new KubeletUsage(bed));
    }

    private static List<Pod> pods(String namespace) {
        return api.send(Request.read(Resource.PODS.path(Optional.of(namespace))))
                .found()
                .orElseThrow()
                .path("items")
                .valueStream()
                .map(PodReader::pod)
                .toList();
    }

    private static String deployment(int replicas) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      terminationGracePeriodSeconds: 5
                      containers:
                      - name: web
                        image: none
                        command: ["%s", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "%s", "%s"]
                        env:
                        - {name: POD_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                        ports: [{containerPort: 8000, name: http}]
                        readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
                """
                .formatted(
                        replicas,
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        PodProgram.class.getName());
    }

    @Override
    protected int maxReplicas() {
        return ScaledWorkload.MAX_REPLICAS;
    }

    @Override
    protected String limitName() {
        return "replicasPerTarget";
    }

    @Override
    protected Instant now() {
        return Instant.now();
    }

    @Override
    protected boolean passesUntil(BooleanSupplier condition) {
        return Waiting.comes(condition);
    }
}

package dev.headroom.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.controlplane.ControlPlanePrograms;
import dev.headroom.controlplane.Part;
import dev.headroom.controlplane.User;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A cluster without nodes, as its users see it.
@ClusterTest(inEachBuild = true)
@Timeout(240)
class ControlPlaneTest {

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: web, image: none, command: [sleep, "1000"]}]
            """;

    @Test
    void itStartsInSeconds(TestBed bed) {
        assertTrue(bed.startedIn().compareTo(Duration.ofSeconds(60)) < 0, bed.startedIn()::toString);
    }

    @Test
    void itsKubeconfigIsWhatKubectlNeeds(TestBed bed) {
        var version = bed.kubectl("version", "--output=json");
        assertTrue(version.output().contains("\"gitVersion\": \"v" + ControlPlanePrograms.KUBERNETES + '"'),
                version::output);
        assertEquals(new TestBed.Answer(0, "No resources found\n"),
                bed.kubectl("get", "nodes", "--selector=of=nobody"));
    }

    @Test
    void whoHasNoRightsIsRefused(TestBed bed) {
        var refused = bed.kubectl(TestBed.NOBODY, "", "get", "pods");
        assertEquals(1, refused.status());
        assertTrue(refused.output().contains("pods is forbidden: User \"nobody\" cannot list resource \"pods\""),
                refused::output);
    }

    @Test
    void aDeploymentGetsItsReplicaSetAndItsPods(TestBed bed) throws InterruptedException {
        var namespace = bed.namespace("deployment");
        var applied = bed.kubectl(User.ADMIN, DEPLOYMENT, "apply", "-n", namespace, "-f", "-");
        assertEquals("deployment.apps/web created\n", applied.output());
        Patience.until(
                () -> bed.admin().pods().inNamespace(namespace).list().getItems().size() == 2,
                () -> bed.kubectl("get", "all", "-n", namespace).output());
        assertEquals(1, bed.admin().apps().replicaSets().inNamespace(namespace).list().getItems().size());
    }

    @Test
    void eachPartCanBeStoppedAndStartedAgain() throws InterruptedException {
        try (var bed = TestBed.start(settings -> settings)) {
            var plane = bed.controlPlane();
            var server = plane.part(Part.API_SERVER);
            plane.part(Part.ETCD).stop();
            Patience.until(
                    () -> server.send(server.request("/readyz")).statusCode() == 500,
                    () -> "the API server is ready without etcd");
            plane.part(Part.ETCD).start();
            server.stop();
            server.start();
            plane.part(Part.SCHEDULER).kill();
            plane.part(Part.SCHEDULER).start();
            plane.part(Part.CONTROLLER_MANAGER).stop();
            plane.part(Part.CONTROLLER_MANAGER).start();
            assertEquals("namespace/later created\n", bed.kubectl("create", "namespace", "later").output());
        }
    }
}

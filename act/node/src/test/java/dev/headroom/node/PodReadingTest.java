package dev.headroom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.workloads.EnvVariable;
import dev.headroom.workloads.PodTemplate;
import dev.headroom.workloads.RestartPolicy;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the API says of a pod, as something to run.
class PodReadingTest {

    private static final EnvironmentSources SOURCES = new EnvironmentSources(new EnvironmentSources.Lookup() {
        @Override
        public Optional<Map<String, String>> configMap(String namespace, String name) {
            return Optional.of(Map.of("greeting", "$(NOT) expanded", "tone", "kind"))
                    .filter(_ -> name.equals("words") && namespace.equals("shop"));
        }

        @Override
        public Optional<Map<String, String>> secret(String namespace, String name) {
            return Optional.of(Map.of("password", "1234")).filter(_ -> name.equals("login"));
        }
    });

    private static PodReading read(String policy, String container) {
        var pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {namespace: shop, name: web, uid: u1, labels: {app: web}}
                spec:
                  nodeName: bed
                  restartPolicy: %s
                  containers:
                  - name: main
                    image: web:1
                %s
                status: {phase: Pending}
                """.formatted(policy, container.indent(4)), Pod.class);
        return PodReading.of(pod, SOURCES);
    }

    private static PodTemplate template(String policy, String container) {
        return assertInstanceOf(PodReading.Usable.class, read(policy, container)).template();
    }

    private static PodReading.Refused refused(String container) {
        return assertInstanceOf(PodReading.Refused.class, read("Always", container));
    }

    private static List<EnvVariable> env(String container) {
        return template("Always", container).containers().getFirst().env();
    }

    @Test
    void aPodWithACommandCanRun() {
        var template = template("OnFailure", "command: [server]\nargs: [--fast]");
        assertEquals(List.of("server", "--fast"), template.containers().getFirst().argv());
        assertEquals(RestartPolicy.ON_FAILURE, template.restartPolicy());
        assertEquals(Map.of("app", "web"), template.labels());
    }

    @Test
    void anImageAloneCannot() {
        var refused = refused("ports: [{containerPort: 80}]");
        assertEquals("ErrImagePull", refused.reason());
        assertTrue(refused.message().startsWith("container \"main\": expected a command to run as a process, got only"
                + " image \"web:1\""), refused::message);
    }

    @Test
    void valuesOfConfigMapsAndSecretsStandInTheEnvironmentUnexpanded() {
        var env = env("""
                command: [server]
                envFrom: [{prefix: W_, configMapRef: {name: words}}]
                env:
                - {name: GREETING, valueFrom: {configMapKeyRef: {name: words, key: greeting}}}
                - {name: PASSWORD, valueFrom: {secretKeyRef: {name: login, key: password}}}
                - {name: PLAIN, value: "$(GREETING)"}
                """);
        assertEquals(
                List.of(
                        new EnvVariable("W_greeting", new EnvVariable.Text("$$(NOT) expanded")),
                        new EnvVariable("W_tone", new EnvVariable.Text("kind")),
                        new EnvVariable("GREETING", new EnvVariable.Text("$$(NOT) expanded")),
                        new EnvVariable("PASSWORD", new EnvVariable.Text("1234")),
                        new EnvVariable("PLAIN", new EnvVariable.Text("$(GREETING)"))),
                env);
    }

    @Test
    void whatIsMissingIsNamedUnlessItIsOptional() {
        var head = "command: [server]\nenv:\n";
        assertEquals(
                new PodReading.Refused("CreateContainerConfigError", "configmap \"none\" not found"),
                refused(head + "- {name: A, valueFrom: {configMapKeyRef: {name: none, key: a}}}"));
        assertEquals(
                new PodReading.Refused(
                        "CreateContainerConfigError", "couldn't find key b in configmap \"words\""),
                refused(head + "- {name: A, valueFrom: {configMapKeyRef: {name: words, key: b}}}"));
        assertEquals(List.of(),
                env(head + "- {name: A, valueFrom: {secretKeyRef: {name: none, key: a, optional: true}}}"));
        assertEquals(
                new PodReading.Refused("CreateContainerConfigError", "secret \"none\" not found"),
                refused("command: [server]\nenvFrom: [{secretRef: {name: none}}]"));
    }

    @Test
    void whatProcessesCannotDoIsRefusedWithItsPlace() {
        var refused = refused("command: [server]\nlifecycle: {postStart: {exec: {command: [x]}}}");
        assertEquals("CreateContainerConfigError", refused.reason());
        assertTrue(refused.message().startsWith("pod shop/web:"), refused::message);
        assertTrue(refused.message().contains("postStart"), refused::message);
    }
}

package dev.headroom.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: inference
              labels: {app: inference}
            spec:
              replicas: three
              template:
                spec:
                  containers:
                    - name: inference
                      command: [run, "8000"]
            ---
            # nothing here
            ---
            apiVersion: v1
            kind: List
            items:
              - {apiVersion: v1, kind: Service, metadata: {name: inference, namespace: ml}}
            """;

    @Test
    void aFileHoldsSeveralObjectsAndListsAreOpened() {
        var manifests = Manifest.read("app.yaml", DEPLOYMENT);
        assertEquals(List.of("Deployment", "Service"), manifests.stream().map(Manifest::kind).toList());
        assertEquals("default", manifests.get(0).metadata().namespace());
        assertEquals(Map.of("app", "inference"), manifests.get(0).metadata().labels());
        assertEquals("ml", manifests.get(1).metadata().namespace());
    }

    @Test
    void aWrongValueIsNamedWithItsPlaceAndPath() {
        var spec = Manifest.read("app.yaml", DEPLOYMENT).getFirst().spec();
        var wrong = assertThrows(ManifestException.class, () -> spec.at("replicas").integer());
        assertEquals("app.yaml:7:13: spec.replicas: expected a whole number, got \"three\"", wrong.getMessage());
        var container = spec.at("template").at("spec").at("containers").items().getFirst();
        var missing = assertThrows(ManifestException.class, () -> container.at("image").text());
        assertEquals(
                "app.yaml:11:11: spec.template.spec.containers[0].image: expected a text, got nothing",
                missing.getMessage());
    }

    @Test
    void whatIsMissingHasMissingChildrenAndFallbacks() {
        var spec = Manifest.read("app.yaml", DEPLOYMENT).getFirst().spec();
        assertEquals(Optional.empty(), spec.at("strategy").at("rollingUpdate").at("maxSurge").optionalText());
        assertEquals(5, spec.at("minReadySeconds").integer(5));
        assertTrue(spec.at("paused").at("x").isMissing());
    }

    @Test
    void nullIsTheSameAsMissing() {
        var root = Yaml.read("x.yaml", "a: null\nb: ~\nc:\nd: \"null\"\n").getFirst();
        assertEquals(Set.of("d"), root.entries().keySet());
        assertEquals("null", root.at("d").text());
    }

    @Test
    void durationsAreReadAsPrometheusWritesThem() {
        var root = Yaml.read("x.yaml", "a: 1h30m\nb: 250ms\nc: 5 min\n").getFirst();
        assertEquals(Optional.of(Duration.ofMinutes(90)), root.at("a").optionalDuration());
        assertEquals(Optional.of(Duration.ofMillis(250)), root.at("b").optionalDuration());
        var wrong = assertThrows(ManifestException.class, () -> root.at("c").optionalDuration());
        assertEquals("x.yaml:3:4: c: expected a duration like 5m or 1h30m, got \"5 min\"", wrong.getMessage());
    }

    @Test
    void unknownFieldsAreNamed() {
        var root = Yaml.read("x.yaml", "replica: 3\nreplicas: 3\n").getFirst();
        assertEquals(List.of("x.yaml:1:10: replica: unknown field \"replica\""), root.unknown(Set.of("replicas")));
    }

    @Test
    void textThatIsNoYamlIsOneLineWithItsPlace() {
        var wrong = assertThrows(ManifestException.class, () -> Manifest.read("x.yaml", "a: [1, 2\nb: 3\n"));
        var line = String.valueOf(wrong.getMessage());
        assertTrue(line.startsWith("x.yaml:2:"), line);
        assertEquals(1, line.lines().count());
        var twice = assertThrows(ManifestException.class, () -> Yaml.read("x.yaml", "a: 1\na: 2\n"));
        assertTrue(String.valueOf(twice.getMessage()).startsWith("x.yaml:2:"), twice.getMessage());
    }

    @Test
    void collectionsTooDeepInsideEachOtherAreRefusedWithTheirPlace() {
        for (var deep : List.of("[".repeat(50_000), "{a: ".repeat(50_000), "- ".repeat(50_000))) {
            var wrong = assertThrows(ManifestException.class, () -> Yaml.read("x.yaml", deep));
            assertTrue(
                    String.valueOf(wrong.getMessage())
                            .endsWith(": expected at most 100 levels (manifest depth), got more"),
                    wrong.getMessage());
        }
        var itself = assertThrows(ManifestException.class, () -> Yaml.read("x.yaml", "a: &a [*a]"));
        assertTrue(String.valueOf(itself.getMessage()).contains("(manifest depth)"), itself.getMessage());
    }

    @Test
    void aFileThatIsNotThereIsOneLine() {
        var wrong = assertThrows(ManifestException.class, () -> Manifest.read(Path.of("no-such.yaml")));
        assertEquals("no-such.yaml: expected a YAML file, got nothing: no such file", wrong.getMessage());
    }
}

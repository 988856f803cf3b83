package dev.headroom.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.drafts.DraftReader;
import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Severity;
import dev.headroom.drafts.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is right stays without a finding: manifests in the manner of the documentation of Kubernetes, KEDA, the
/// Prometheus Operator and prometheus-adapter, and all examples of this repository.
class NoFalseAlarmTest {

    private static final Path EXAMPLES = Path.of(System.getProperty("headroom.root"), "examples");

    static Stream<Path> clean() {
        return Example.files("clean");
    }

    static List<Path> examples() throws IOException {
        try (var files = Files.walk(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("clean")
    void manifestsInTheMannerOfTheDocumentationAreClean(Path file) {
        var example = Example.of(file);
        var found = example.findings();
        assertEquals(example.expected(), found.stream().map(Finding::rule).toList());
        assertEquals(List.of(), found.stream().filter(finding -> finding.severity() != Severity.INFO).toList());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void eachFileOfTheExamplesIsCleanByItself(Path file) {
        assertEquals(List.of(), Example.of(file).findings());
    }

    private static final List<String> FORMS =
            List.of("inference/scaledobject.yaml", "inference-hpa/hpa.yaml", "adapter/hpa.yaml");

    static List<String> forms() {
        return FORMS;
    }

    /// The forecasting service has its autoscaler in several forms, of which one is applied.
    @ParameterizedTest
    @MethodSource("forms")
    void allExamplesTogetherAreClean(String form) throws IOException {
        var reader = new DraftReader(Drafts.Settings.NONE);
        for (var file : examples()) {
            if (FORMS.stream().noneMatch(other -> !other.equals(form) && file.endsWith(other))) {
                reader.file(new Source(file.toString(), Files.readString(file)));
            }
        }
        assertEquals(List.of(), Check.findings(reader.drafts()));
    }
}

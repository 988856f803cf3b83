package dev.headroom.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each rule on the smallest file that it finds something in, and on the smallest one that is right.
class RuleExamplesTest {

    static Stream<String> rules() {
        return Check.rules().stream().map(Rule::id);
    }

    static Stream<Path> failing() {
        return Example.files("rules").filter(file -> file.getFileName().toString().startsWith("fails"));
    }

    static Stream<Path> passing() {
        return Example.files("rules").filter(file -> file.getFileName().toString().startsWith("passes"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleHasAnExampleThatFailsAndOneThatPasses(String rule) {
        var folder = Example.RESOURCES.resolve("rules").resolve(rule);
        assertTrue(Files.exists(folder.resolve("fails.yaml")), folder + "/fails.yaml");
        assertTrue(Files.exists(folder.resolve("passes.yaml")), folder + "/passes.yaml");
    }

    @ParameterizedTest
    @MethodSource("failing")
    void aRuleFindsItsFaultAtItsPlace(Path file) {
        var example = Example.of(file);
        assertEquals(example.expected(), places(found(example, file)), () -> FindingText.lines(
                        example.findings(), 1)
                .toString());
    }

    @ParameterizedTest
    @MethodSource("failing")
    void aMessageIsOneLineThatSaysWhatWasExpected(Path file) {
        for (var finding : found(Example.of(file), file)) {
            assertTrue(finding.message().contains("expected"), finding.message());
            assertEquals(1, finding.message().lines().count(), finding.message());
        }
    }

    @ParameterizedTest
    @MethodSource("failing")
    void aFixTakesItsFindingAway(Path file) {
        var example = Example.of(file);
        var fixable = found(example, file).stream().filter(finding -> finding.fix().isPresent()).toList();
        if (!fixable.isEmpty()) {
            var text = Patch.of(fixable).texts().values().iterator().next();
            var left = found(example.with(text), file).stream()
                    .filter(finding -> finding.fix().isPresent())
                    .toList();
            assertEquals(List.of(), left, text);
        }
    }

    @ParameterizedTest
    @MethodSource("passing")
    void nothingIsFoundInWhatIsRight(Path file) {
        assertEquals(List.of(), Example.of(file).findings());
    }

    private static List<Finding> found(Example example, Path file) {
        var rule = Example.RESOURCES.resolve("rules").relativize(file).getName(0).toString();
        return example.findings().stream().filter(finding -> finding.rule().equals(rule)).toList();
    }

    private static List<String> places(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.place().line() + ":" + finding.place().column() + " "
                        + finding.severity().word())
                .toList();
    }
}

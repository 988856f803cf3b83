package dev.headroom.tidy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The house is tidy, and each rule finds what it is for.
class TidyTest {

    private static final String CLOCK = "observe/scrape/src/main/java/dev/headroom/scrape/Clock.java";

    @Test
    void theHouseIsTidy() {
        var violations = Tidy.check(Path.of(System.getProperty("headroom.root")));
        assertTrue(violations.isEmpty(), () -> violations.size() + " violations:\n"
                + violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
    }

    @Test
    void theWallClockIsReadInOnePlace() {
        assertEquals(Set.of("wall-clock"),
                broken(CLOCK, "/// A clock.", "class Clock {", "  Object o = Instant.now();", "}"));
        assertEquals(Set.of(), broken(CLOCK, "/// A clock.", "class Clock {", "  // Instant.now() is banned", "}"));
        assertEquals(
                Set.of(),
                broken("base/timeline/src/main/java/dev/headroom/timeline/Wall.java",
                        "/// A clock.", "class Wall {", "  Object o = Instant.now();", "}"));
    }

    @Test
    void nobodyImportsUpward() {
        assertEquals(
                Set.of("direction"),
                broken(CLOCK, "import dev.headroom.autoscaler.Decision;", "/// A clock.", "class Clock {}"));
        assertEquals(
                Set.of(), broken(CLOCK, "import dev.headroom.model.Labels;", "", "/// A clock.", "class Clock {}"));
    }

    @Test
    void sizesHaveLimits() {
        var lines = new ArrayList<>(List.of("/// Long.", "class Clock {", "    void tick() {"));
        for (int i = 0; i < 60; i++) {
            lines.add("        tick();");
        }
        lines.addAll(List.of("    }", "}"));
        assertEquals(Set.of("method-size"), broken(CLOCK, lines.toArray(String[]::new)));
        assertEquals(Set.of("line-length"), broken(CLOCK, "/// A clock.", "class Clock {}", "// " + "x".repeat(120)));
    }

    @Test
    void namesSayWhatAThingIs() {
        assertEquals(
                Set.of("names"),
                broken("observe/scrape/src/main/java/dev/headroom/scrape/ScrapeManager.java",
                        "/// It.", "class ScrapeManager {}"));
        assertEquals(Set.of("names"),
                broken(CLOCK, "/// A clock.", "class Clock {", "    int getTime() {", "    }", "}"));
    }

    @Test
    void typesSayWhatTheyAre() {
        assertEquals(Set.of("documented"), broken(CLOCK, "class Clock {}"));
    }

    @Test
    void documentsNameWhatExists() {
        assertEquals(Set.of("signposts"), broken("docs/a.md", "See [b](b.md)."));
        assertEquals(Set.of(), broken("docs/a.md", "See [this](a.md#part) and [that](https://example.org)."));
        assertEquals(Set.of("signposts"), broken("docs/a.md", "Run `./headroom dance`."));
    }

    @Test
    void skipsNameTheProgramTheyNeed() {
        assertEquals(Set.of("skips"), broken(CLOCK, "/// A clock.", "class Clock {", "    @Disabled", "}"));
        assertEquals(
                Set.of(), broken(CLOCK, "/// A clock.", "class Clock {", "    @Disabled(\"needs chromium\")", "}"));
    }

    /// The names of the rules that one more file would break.
    private static Set<String> broken(String path, String... lines) {
        var pom = new SourceFile("pom.xml", List.of(
                "<module>base/model</module>", "<module>observe/scrape</module>",
                "<module>decide/autoscaler</module>"));
        var tree = new SourceFile("ARCHITECTURE.md", List.of(
                "base/", "  model/  m", "observe/", "  scrape/  s", "decide/", "  autoscaler/  a"));
        var paths = new HashSet<>(Set.of("pom.xml", "ARCHITECTURE.md", path));
        paths.add(path.substring(0, path.lastIndexOf('/') + 1) + "package-info.java");
        var checkout = new Checkout(List.of(pom, tree, new SourceFile(path, List.of(lines))), paths);
        return Tidy.rules().stream()
                .flatMap(rule -> rule.check(checkout).stream())
                .map(Violation::rule)
                .collect(Collectors.toSet());
    }
}

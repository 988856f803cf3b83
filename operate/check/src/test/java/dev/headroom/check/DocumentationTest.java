package dev.headroom.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.drafts.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentationTest {

    private static final Path PAGE =
            Path.of(System.getProperty("headroom.root"), "docs/reference/checks/README.md");

    @Test
    void everyRuleHasItsParagraphAndEveryParagraphItsRule() throws IOException {
        var documented = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring("### ".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        var rules = Check.rules().stream().map(Rule::id).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rules, documented);
    }

    @Test
    void noTwoRulesHaveTheSameId() {
        assertEquals(Check.rules().size(), Check.rules().stream().map(Rule::id).distinct().count());
    }
}

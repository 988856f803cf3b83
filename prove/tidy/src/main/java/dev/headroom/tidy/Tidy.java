package dev.headroom.tidy;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The house style, as far as a program can check it.
final class Tidy {

    private static final Predicate<SourceFile> MAIN = SourceFile::isMainJava;
    private static final Predicate<SourceFile> JAVA = SourceFile::isJava;
    private static final Predicate<SourceFile> ELSEWHERE = file -> !file.module().equals("prove/tidy");

    private Tidy() {}

    static List<Rule> rules() {
        return List.of(
                new DirectionRule(),
                new SizeRule(),
                new NamesRule(),
                new DocumentedRule(),
                new SignpostRule(),
                LineRule.code(
                        "wall-clock",
                        MAIN.and(file -> !file.module().equals("base/timeline")),
                        "\\b(Instant|LocalDateTime|LocalDate|ZonedDateTime|OffsetDateTime|Clock)"
                                + "\\.(now|system\\w*)\\(\\)?"
                                + "|System\\.(nanoTime|currentTimeMillis)\\(|Thread\\.sleep\\(|\\bnew Date\\(\\)",
                        "take a Timeline, or `Instant now` as an argument"),
                LineRule.code(
                        "chance",
                        MAIN,
                        "Math\\.random\\(|ThreadLocalRandom|new Random\\(\\)|UUID\\.randomUUID"
                                + "|new SplittableRandom\\(\\)",
                        "take a generator with a seed"),
                LineRule.code(
                        "waiting",
                        MAIN.and(file -> file.verb().equals("decide")),
                        "import java\\.(util\\.concurrent|net|nio|io)\\.|\\bsynchronized\\b|\\bThread\\b",
                        "decide imports nothing that can wait: hand it values"),
                LineRule.code("mocking", JAVA, "mockito|easymock|jmockit|powermock",
                        "write a fake beside the interface"),
                LineRule.code("lombok", JAVA, "import lombok\\.", "use a record"),
                LineRule.text(
                        "skips",
                        JAVA.and(ELSEWHERE),
                        "@Disabled(?!\\(\"needs )",
                        "a skipped test names the program it needs: @Disabled(\"needs ...\")"),
                LineRule.text(
                        "leftovers",
                        ELSEWHERE.and(file -> !file.isMarkdown()),
                        "\\b(TODO|FIXME|XXX|HACK)\\b",
                        "do it, or write it down where its reader looks"),
                LineRule.text(
                        "this-machine",
                        ELSEWHERE,
                        "(?<![\\w./-])/(work|home|Users)/\\w+",
                        "a path of one machine means nothing on another"),
                LineRule.code(
                        "catch-all",
                        MAIN.and(file -> !file.module().equals("base/timeline")),
                        "catch \\((Exception|Throwable|Error) ",
                        "catch what can happen; a loop's edge catches RuntimeException"),
                LineRule.code(
                        "console",
                        MAIN.and(file -> !file.module().equals("operate/cli")),
                        "System\\.(out|err)\\.print",
                        "return a value, or log"));
    }

    /// All violations in the checkout at `root`, sorted by place.
    static List<Violation> check(Path root) {
        var checkout = Checkout.of(root);
        return rules().stream()
                .flatMap(rule -> rule.check(checkout).stream())
                .sorted(Comparator.comparing(Violation::path).thenComparingInt(Violation::line))
                .toList();
    }
}

package dev.headroom.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each target for as long as `headroom.fuzz.time` says, one after the other. A finding fails with the command that
/// repeats it.
@ExtendWith(NeedsJazzer.class)
class CampaignTest {

    private static final Path FOLDER = Path.of("target", "fuzz");

    static Stream<String> targets() {
        return InputsTest.targets();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingIsFound(String name) throws IOException, InterruptedException {
        var length = Duration.parse("PT" + System.getProperty("headroom.fuzz.time", "10m"));
        long seed = Long.getLong("headroom.fuzz.seed", 1);

        var outcome = new Campaign(FuzzTarget.named(name), FOLDER.resolve(name), length, seed).run();

        System.out.printf("%s: %s inputs in %s, seed %d%n", name, outcome.executions(), length, seed);
        assertTrue(outcome.finding().isEmpty(), () -> name + ", seed " + seed + ": " + outcome.finding().orElse(""));
    }
}

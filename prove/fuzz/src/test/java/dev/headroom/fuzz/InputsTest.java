package dev.headroom.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every seed, without Jazzer; or, with the properties `headroom.fuzz.target` and `headroom.fuzz.input`, the one input
/// that a campaign has found.
class InputsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Stream<String> targets() {
        var only = System.getProperty("headroom.fuzz.target", "");
        return FuzzTarget.all().stream().map(FuzzTarget::name).filter(name -> only.isEmpty() || name.equals(only));
    }

    private static List<byte[]> inputs(FuzzTarget target) {
        var input = System.getProperty("headroom.fuzz.input", "");
        return input.isEmpty() ? target.seeds() : List.of(Inputs.read(Path.of(input)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyInputEndsInAnAnswerOrInTheDeclaredError(String name) {
        var target = FuzzTarget.named(name);
        var inputs = inputs(target);
        assertFalse(inputs.isEmpty());

        assertTimeoutPreemptively(PATIENCE, () -> {
            for (var input : inputs) {
                target.run(input.clone());
            }
        });
    }
}

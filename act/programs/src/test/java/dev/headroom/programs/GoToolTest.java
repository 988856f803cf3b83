package dev.headroom.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Go builds stays in the cache.
class GoToolTest {

    private static final GoModule MODULE = new GoModule("module dev.headroom/test\n\ngo 1.21\n", "");

    @TempDir
    private Path cache = Path.of(".");

    @Test
    void aProgramIsBuiltOnce() {
        assumeTrue(GoTool.missing().isEmpty(), "needs Go");
        var tool = new GoTool(MODULE, "cmd/test2json", "test2json", "", cache);
        assertEquals(Optional.empty(), tool.built());
        var lines = new ArrayList<String>();
        var program = tool.program(lines::add);
        assertEquals(Optional.of(program), tool.built());
        assertTrue(lines.getFirst().startsWith("building test2json, which takes minutes the first time; log: "),
                lines::toString);
        assertEquals(program, tool.program(line -> {
            throw new AssertionError("built again: " + line);
        }));
    }

    @Test
    void whatCannotBeBuiltSaysWhereItsLogIs() {
        assumeTrue(GoTool.missing().isEmpty(), "needs Go");
        var tool = new GoTool(MODULE, "cmd/nothing-of-that-name", "nothing", "", cache);
        var failure = String.valueOf(assertThrows(ProgramException.class, tool::program).getMessage());
        assertTrue(failure.startsWith("nothing: `go build cmd/nothing-of-that-name` ended with 1: "),
                failure);
        assertTrue(failure.endsWith("build.log"), failure);
        assertEquals(Optional.empty(), tool.built());
    }

    @Test
    void anotherVersionIsAnotherProgram() {
        var other = new GoModule("module dev.headroom/test\n\ngo 1.22\n", "");
        var folders = List.of(
                new GoTool(MODULE, "cmd/x", "x", "", cache).folder(),
                new GoTool(other, "cmd/x", "x", "", cache).folder(),
                new GoTool(MODULE, "cmd/x", "x", "-X a.b=c", cache).folder());
        assertEquals(3, folders.stream().distinct().count());
    }
}

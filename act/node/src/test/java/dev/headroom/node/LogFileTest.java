package dev.headroom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `kubectl logs` gets of a file.
class LogFileTest {

    @TempDir
    private Path folder = Path.of(".");

    private String copied(String text, String query) throws IOException {
        var file = Files.writeString(folder.resolve("log"), text);
        var out = new ByteArrayOutputStream();
        new LogFile(file).copy(LogRequest.of(query), () -> false, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void allOfItOrItsLastLines() throws IOException {
        assertEquals("one\ntwo\nthree\n", copied("one\ntwo\nthree\n", ""));
        assertEquals("two\nthree\n", copied("one\ntwo\nthree\n", "tailLines=2"));
        assertEquals("two\nthr", copied("one\ntwo\nthr", "tailLines=2"));
        assertEquals("one\ntwo\nthree\n", copied("one\ntwo\nthree\n", "tailLines=3"));
        assertEquals("one\ntwo\n", copied("one\ntwo\n", "tailLines=99"));
        assertEquals("", copied("one\ntwo\n", "tailLines=0"));
        assertEquals("", copied("", "tailLines=1"));
    }

    @Test
    void theLastLinesOfALongFileAreFoundFromItsEnd() throws IOException {
        var line = "x".repeat(5000);
        assertEquals(line + "\nlast\n", copied((line + "\n").repeat(20) + "last\n", "tailLines=2"));
    }

    @Test
    void noMoreThanItsLimit() throws IOException {
        assertEquals("one\nt", copied("one\ntwo\nthree\n", "limitBytes=5"));
        assertEquals("t", copied("one\ntwo\nthree\n", "tailLines=2&limitBytes=1"));
    }

    @Test
    void whoFollowsGetsWhatComesUntilTheContainerHasEnded() throws IOException {
        var file = Files.writeString(folder.resolve("log"), "before\n");
        var asked = new AtomicInteger();
        var out = new ByteArrayOutputStream();
        new LogFile(file).copy(
                LogRequest.of("follow=true"),
                () -> {
                    add(file, "line " + asked.incrementAndGet() + "\n");
                    return asked.get() < 3;
                },
                out);
        assertEquals("before\nline 1\nline 2\nline 3\n", out.toString(StandardCharsets.UTF_8));
    }

    private static void add(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void aContainerThatHasWrittenNothingHasNoLines() throws IOException {
        var out = new ByteArrayOutputStream();
        new LogFile(folder.resolve("none")).copy(LogRequest.of("follow=true"), () -> true, out);
        assertEquals(0, out.size());
    }

    @Test
    void whatTheNodeCannotTellIsRefusedWithWhatToDo() {
        assertTrue(refusal("previous=true").startsWith("previous: expected none"), refusal("previous=true"));
        assertTrue(refusal("sinceSeconds=5").endsWith("use --tail"), refusal("sinceSeconds=5"));
        assertEquals("tailLines: expected a number, got \"-1\"", refusal("tailLines=-1"));
    }

    private static String refusal(String query) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> LogRequest.of(query)).getMessage());
    }
}

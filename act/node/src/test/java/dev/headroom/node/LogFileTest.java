package dev.headroom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `kubectl logs` gets of a file.
class LogFileTest {

    @TempDir
    private Path folder = Path.of(".");

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final LogMarks marks = new LogMarks();

    private String copied(String text, String query) throws IOException {
        var file = Files.writeString(folder.resolve("log"), text);
        var out = new ByteArrayOutputStream();
        log(file).copy(LogRequest.of(query, NOON), () -> false, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private LogFile log(Path file) {
        return new LogFile(file, marks, () -> NOON);
    }

    @Test
    void eachLineHasTheTimeAtWhichTheNodeSawIt() throws IOException {
        marks.seen(NOON.minusSeconds(20), 4);
        marks.seen(NOON.minusSeconds(10), 8);
        var text = "one\ntwo\nthree\nfour";
        assertEquals("""
                2026-01-31T11:59:40Z one
                2026-01-31T11:59:50Z two
                2026-01-31T12:00:00Z three
                2026-01-31T12:00:00Z four""", copied(text, "timestamps=true"));
        assertEquals("2026-01-31T12:00:00Z four", copied(text, "timestamps=true&tailLines=1"));
        assertEquals("2026-01-31T1", copied(text, "timestamps=true&limitBytes=12"));
    }

    @Test
    void onlyWhatCameSince() throws IOException {
        marks.seen(NOON.minusSeconds(20), 4);
        marks.seen(NOON.minusSeconds(10), 10);
        var text = "one\ntwo\nthree\n";
        assertEquals("one\ntwo\nthree\n", copied(text, "sinceSeconds=30"));
        assertEquals("two\nthree\n", copied(text, "sinceSeconds=15"));
        assertEquals("three\n", copied(text, "sinceSeconds=5"), "a line that was half there is whole");
        assertEquals("two\nthree\n", copied(text, "sinceTime=2026-01-31T12%3A59%3A45%2B01%3A00"));
        assertEquals("three\n", copied(text, "sinceSeconds=15&tailLines=1"));
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
        log(file).copy(
                LogRequest.of("follow=true", NOON),
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
        log(folder.resolve("none")).copy(LogRequest.of("follow=true", NOON), () -> true, out);
        assertEquals(0, out.size());
    }

    @Test
    void whatIsNoNumberAndNoTimeIsRefused() {
        assertEquals("tailLines: expected a number, got \"-1\"", refusal("tailLines=-1"));
        assertEquals(
                "sinceTime: expected a time like 2026-01-31T12:00:00Z, got \"noon\"", refusal("sinceTime=noon"));
    }

    private static String refusal(String query) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> LogRequest.of(query, NOON)).getMessage());
    }
}

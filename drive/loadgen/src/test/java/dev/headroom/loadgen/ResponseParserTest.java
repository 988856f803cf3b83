package dev.headroom.loadgen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseParserTest {

    private static ResponseParser parse(String answer) {
        return parse(answer, answer.length(), false);
    }

    /// Reads `answer` in pieces of `step` bytes.
    private static ResponseParser parse(String answer, int step, boolean head) {
        var parser = new ResponseParser();
        parser.expect(head);
        var bytes = answer.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += step) {
            parser.read(Buffer.buffer(bytes).getBuffer(at, Math.min(bytes.length, at + step)));
        }
        return parser;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\ncontent-length: 5\n\nhello",
                "HTTP/1.1 200\nContent-Length:5\n\nhello",
                "HTTP/1.1 200 OK\nx: y\ncontent-length: 0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n",
                "HTTP/1.1 200 OK\ntransfer-encoding: gzip, chunked\n\n5;ext=1\nhello\nA\n0123456789\n0\ntrail: er\n\n",
                "HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nlink: x\n\nHTTP/1.1 200 OK\ncontent-length: 2\n\nok"
            })
    void theEndOfAnAnswerIsFoundHoweverItIsCut(String answer) {
        for (int step = 1; step <= answer.length(); step++) {
            var parser = parse(answer, step, false);
            assertTrue(parser.complete(), () -> "not complete: " + parser.problem());
            assertEquals(200, parser.status());
            assertTrue(parser.keepAlive());
        }
    }

    @Test
    void anAnswerIsNotCompleteBeforeItsLastByte() {
        assertFalse(parse("HTTP/1.1 200 OK\ncontent-length: 6\n\nhello").complete());
        assertFalse(parse("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n5\nhello\n0\n").complete());
        assertFalse(parse("HTTP/1.1 200 OK\n").complete());
    }

    @Test
    void someAnswersHaveNoBodyWhateverTheirHeadersSay() {
        assertTrue(parse("HTTP/1.1 204 No Content\n\n").complete());
        assertTrue(parse("HTTP/1.1 304 Not Modified\ncontent-length: 10\n\n").complete());
        var answerToHead = "HTTP/1.1 200 OK\ncontent-length: 10\n\n";
        assertTrue(parse(answerToHead, answerToHead.length(), true).complete());
    }

    @Test
    void anAnswerWithoutLengthLastsUntilTheConnectionEnds() {
        var parser = parse("HTTP/1.0 200 OK\n\nhello");
        assertFalse(parser.complete());
        assertTrue(parser.closed());
        assertFalse(parser.keepAlive());
        assertFalse(parse("HTTP/1.1 200 OK\ncontent-length: 6\n\nhello").closed());
    }

    @Test
    void aServerMaySayThatItWillClose() {
        assertFalse(parse("HTTP/1.1 200 OK\nConnection: Close\ncontent-length: 0\n\n").keepAlive());
        assertFalse(parse("HTTP/1.0 200 OK\ncontent-length: 0\n\n").keepAlive());
        assertTrue(parse("HTTP/1.0 200 OK\nconnection: keep-alive\ncontent-length: 0\n\n").keepAlive());
    }

    @Test
    void whatIsNotHttpIsBrokenAndSaysWhy() {
        assertEquals(
                "expected an answer of HTTP/1.1, got \"SSH-2.0-OpenSSH_9.2\"",
                parse("SSH-2.0-OpenSSH_9.2\n").problem());
        assertTrue(parse("HTTP/1.1 2x0 OK\n").broken());
        assertTrue(parse("HTTP/1.1 200 OK\ncontent-length: five\n\n").broken());
        assertTrue(parse("HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\nzz\n").broken());
        assertTrue(parse("HTTP/1.1 200 OK\ncontent-length: 1\n\nhello").broken());
        var endless = parse("HTTP/1.1 200 OK\nx: " + "y".repeat(70_000));
        assertTrue(endless.problem().contains("MAX_LINE_BYTES=65536"), endless.problem());
    }
}

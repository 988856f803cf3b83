package dev.headroom.loadgen;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/* Notes.
   Assumption: one request at a time on a connection, so what arrives belongs to it and nothing follows its answer.
   Invariant: `state` says what the next byte is part of; a header line is complete when its line feed is read, however
   the answer was cut into reads. Of the headers only those that say where the body ends are looked at; bodies are
   counted, not kept. Source: RFC 9112, sections 4 to 7 and 9.3.
   Why not the client of Vert.x: see docs/design/load.md. */

/// Reads answers of HTTP/1.1 and finds where each ends. Allocates nothing per answer.
final class ResponseParser {

    /// The longest status or header line, in bytes.
    static final int MAX_LINE_BYTES = 65_536;

    private enum State { STATUS, HEADER, BODY, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, UNTIL_CLOSE, COMPLETE, BROKEN }

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTION = "connection:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION = "http/1.".getBytes(StandardCharsets.US_ASCII);
    private static final long UNKNOWN = -1;

    private byte[] line = new byte[256];
    private int length;
    private State state = State.COMPLETE;
    private boolean head;
    private int status;
    private long left;
    private boolean chunked;
    private boolean keepAlive;
    private String problem = "";

    /// Expects a new answer.
    ///
    /// @param head whether the request was HEAD, whose answer has no body whatever its headers say
    void expect(boolean head) {
        this.head = head;
        length = 0;
        problem = "";
        begin();
    }

    private void begin() {
        state = State.STATUS;
        status = 0;
        left = UNKNOWN;
        chunked = false;
        keepAlive = true;
    }

    boolean complete() {
        return state == State.COMPLETE;
    }

    boolean broken() {
        return state == State.BROKEN;
    }

    /// What was expected and what came instead; empty unless broken.
    String problem() {
        return problem;
    }

    /// The status of the answer; zero before its first line.
    int status() {
        return status;
    }

    /// Whether the connection may carry another request after this answer.
    boolean keepAlive() {
        return keepAlive;
    }

    /// The connection has ended: that completes an answer which lasts until then. Answers whether it did.
    boolean closed() {
        if (state == State.UNTIL_CLOSE) {
            state = State.COMPLETE;
        }
        return state == State.COMPLETE;
    }

    /// Reads on. What follows a complete answer breaks the connection: nobody asked for it.
    void read(Buffer data) {
        int end = data.length();
        int at = 0;
        while (at < end) {
            switch (state) {
                case STATUS, HEADER, CHUNK_SIZE, TRAILER, CHUNK_END -> at = readLine(data, at, end);
                case BODY, CHUNK -> {
                    long taken = Math.min(left, end - at);
                    at += (int) taken;
                    left -= taken;
                    if (left == 0) {
                        state = state == State.BODY ? State.COMPLETE : State.CHUNK_END;
                    }
                }
                case UNTIL_CLOSE, BROKEN -> {
                    return;
                }
                case COMPLETE -> fail("nothing after the answer", (end - at) + " bytes");
            }
        }
    }

    private int readLine(Buffer data, int from, int end) {
        for (int at = from; at < end; at++) {
            byte next = data.getByte(at);
            if (next == '\n') {
                if (length > 0 && line[length - 1] == '\r') {
                    length--;
                }
                line();
                length = 0;
                return at + 1;
            }
            if (length == line.length) {
                if (length >= MAX_LINE_BYTES) {
                    fail("lines of at most MAX_LINE_BYTES=" + MAX_LINE_BYTES, "a longer one");
                    return end;
                }
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = next;
        }
        return end;
    }

    private void line() {
        switch (state) {
            case STATUS -> statusLine();
            case HEADER -> {
                if (length == 0) {
                    headersEnd();
                } else {
                    header();
                }
            }
            case CHUNK_SIZE -> chunkSize();
            case CHUNK_END -> {
                if (length == 0) {
                    state = State.CHUNK_SIZE;
                } else {
                    fail("the end of a chunk", quoted());
                }
            }
            case TRAILER -> {
                if (length == 0) {
                    state = State.COMPLETE;
                }
            }
            case BODY, CHUNK, UNTIL_CLOSE, COMPLETE, BROKEN -> throw new IllegalStateException("no lines in " + state);
        }
    }

    /// `HTTP/1.1 200 OK`.
    private void statusLine() {
        if (length < 12 || !startsWith(VERSION) || line[8] != ' ') {
            fail("an answer of HTTP/1.1", quoted());
            return;
        }
        keepAlive = line[7] != '0';
        for (int i = 9; i < 12; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                fail("a status of three digits", quoted());
                return;
            }
            status = status * 10 + digit;
        }
        state = State.HEADER;
    }

    private void header() {
        switch (line[0] | 0x20) {
            case 'c' -> {
                if (startsWith(CONTENT_LENGTH)) {
                    left = decimal(CONTENT_LENGTH.length);
                } else if (startsWith(CONNECTION)) {
                    connection(rest(CONNECTION.length));
                }
            }
            case 't' -> {
                if (startsWith(TRANSFER_ENCODING)) {
                    chunked = rest(TRANSFER_ENCODING.length).endsWith("chunked");
                }
            }
            default -> {}
        }
    }

    private void connection(String value) {
        if (value.contains("close")) {
            keepAlive = false;
        } else if (value.contains("keep-alive")) {
            keepAlive = true;
        }
    }

    private void headersEnd() {
        if (status >= 100 && status < 200 && status != 101) {
            begin();
        } else if (head || status == 204 || status == 304 || (left == 0 && !chunked)) {
            state = State.COMPLETE;
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (left > 0) {
            state = State.BODY;
        } else {
            state = State.UNTIL_CLOSE;
            keepAlive = false;
        }
    }

    private void chunkSize() {
        long size = 0;
        int digits = 0;
        while (digits < length && Character.digit(line[digits], 16) >= 0) {
            size = size * 16 + Character.digit(line[digits++], 16);
        }
        if (digits == 0 || digits > 15) {
            fail("the size of a chunk", quoted());
        } else if (size == 0) {
            state = State.TRAILER;
        } else {
            left = size;
            state = State.CHUNK;
        }
    }

    private long decimal(int from) {
        long value = 0;
        int digits = 0;
        for (int i = from; i < length; i++) {
            if (line[i] >= '0' && line[i] <= '9' && digits < 18) {
                value = value * 10 + line[i] - '0';
                digits++;
            } else if (line[i] != ' ' && line[i] != '\t') {
                fail("a content-length in digits", quoted());
                return UNKNOWN;
            }
        }
        return value;
    }

    /// Whether the line starts with `name`, which is in small letters.
    private boolean startsWith(byte[] name) {
        if (length < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            int letter = line[i] >= 'A' && line[i] <= 'Z' ? line[i] | 0x20 : line[i];
            if (letter != name[i]) {
                return false;
            }
        }
        return true;
    }

    private String rest(int from) {
        return new String(line, from, length - from, StandardCharsets.ISO_8859_1).strip().toLowerCase(Locale.ROOT);
    }

    private String quoted() {
        return '"' + new String(line, 0, Math.min(length, 60), StandardCharsets.ISO_8859_1) + '"';
    }

    private void fail(String expected, String got) {
        state = State.BROKEN;
        keepAlive = false;
        problem = "expected " + expected + ", got " + got;
    }
}

package dev.headroom.kubernetes;

import dev.headroom.kubernetes.KubernetesApi.WatchSink;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The stream of a watch: bytes are cut into lines, each line is an event.
final class Streamed implements AsyncBody.Consumer<List<ByteBuffer>> {

    private static final JsonMapper JSON = new JsonMapper();

    /// A watch line longer than this ends the watch (limit `watchLineBytes`); etcd holds objects of 1.5 MB.
    private static final int MAX_LINE_BYTES = 16 << 20;

    private final WatchSink sink;
    private final Runnable heard;
    private byte[] line = new byte[8192];
    private int length;
    private volatile boolean closed;

    /// @param heard is told whenever bytes come
    Streamed(WatchSink sink, Runnable heard) {
        this.sink = sink;
        this.heard = heard;
    }

    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody body) {
        heard.run();
        for (var buffer : buffers) {
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == '\n') {
                    end();
                } else {
                    add(next, body);
                }
            }
        }
        if (!closed) {
            body.consume();
        }
    }

    private void add(byte next, AsyncBody body) {
        if (length == MAX_LINE_BYTES) {
            body.cancel();
            ended("expected at most " + MAX_LINE_BYTES + " bytes in a line (limit watchLineBytes), got more");
            length = 0;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = next;
    }

    private void end() {
        if (length == 0 || closed) {
            length = 0;
            return;
        }
        try {
            var event = JSON.readTree(line, 0, length);
            length = 0;
            if (event.has("type") && event.has("object")) {
                sink.event(new WatchEvent(event.path("type").asString(""), event.path("object")));
            }
        } catch (JacksonException _) {
            // Half a line is what is left of a connection that broke; its end says so.
            length = 0;
        }
    }

    /// The server has taken it.
    ///
    /// @return whether anybody still wants it
    boolean opened() {
        if (!closed) {
            sink.opened();
        }
        return !closed;
    }

    /// What came after the last line.
    String rest() {
        return new String(line, 0, Math.min(length, 500), StandardCharsets.UTF_8).strip();
    }

    /// Says once that the stream is over.
    void ended(String why) {
        boolean news;
        synchronized (this) {
            news = !closed;
            closed = true;
        }
        if (news) {
            sink.ended(why);
        }
    }

    /// From here on nothing is said any more.
    synchronized void close() {
        closed = true;
    }
}

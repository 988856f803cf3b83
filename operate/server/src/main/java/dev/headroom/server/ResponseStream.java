package dev.headroom.server;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;

/// The body of a response as a stream: waits for the client whenever [#CHUNK_BYTES] are on their way, so that a slow
/// client costs no memory. Used by one virtual thread; a body that is shorter than a chunk is sent with its length.
final class ResponseStream extends OutputStream {

    static final int CHUNK_BYTES = 64 << 10;

    private final HttpServerResponse response;
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int size;
    private boolean chunked;
    private boolean whole;
    private boolean closed;

    ResponseStream(HttpServerResponse response) {
        this.response = response;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (size == CHUNK_BYTES) {
                send();
            }
            int part = Math.min(length - done, CHUNK_BYTES - size);
            System.arraycopy(bytes, offset + done, chunk, size, part);
            size += part;
            done += part;
        }
    }

    private void send() throws IOException {
        if (!chunked) {
            chunked = true;
            response.setChunked(true);
        }
        await(response.write(taken()));
    }

    /// What was collected. Vert.x goes on using these bytes.
    private Buffer taken() {
        var taken = Buffer.buffer(chunk).slice(0, size);
        chunk = new byte[CHUNK_BYTES];
        size = 0;
        return taken;
    }

    private static void await(Future<Void> written) throws IOException {
        try {
            written.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException failure) {
            throw new IOException("the client is gone: " + failure.getCause(), failure);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the client is gone");
        }
    }

    /// Notes that nothing is missing; without it the client is told by a connection that breaks.
    void whole() {
        whole = true;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (whole) {
            await(response.end(taken()));
        } else {
            response.reset();
        }
    }
}

package dev.headroom.node;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletionException;

/// The body of an answer whose length nobody knows yet, from a thread that may wait for the client.
final class ResponseOutput extends OutputStream {

    private final HttpServerResponse response;

    ResponseOutput(HttpServerResponse response) {
        this.response = response.setChunked(true);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
            return;
        }
        try {
            response.write(Buffer.buffer(length).appendBytes(bytes, from, length))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException | IllegalStateException gone) {
            throw new IOException("the client is gone: " + gone.getMessage(), gone);
        }
    }
}

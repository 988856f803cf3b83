package dev.headroom.node;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A frame of SPDY/3: of the protocol what Kubernetes' streams use of it.
///
/// Source: the SPDY protocol, draft 3.1, 2.2.
sealed interface SpdyFrame {

    int HEAD = 8;

    /// Of one frame (limit `frameBytes`): those of `kubectl` have 32 kB.
    int MOST = 1 << 20;

    int VERSION = 3;
    int FIN = 1;

    /// A stream begins; its headers are compressed.
    record SynStream(int stream, boolean last, ByteBuffer headers) implements SpdyFrame {}

    /// @param last whether no more comes on this stream from there
    record Data(int stream, boolean last, ByteBuffer bytes) implements SpdyFrame {}

    /// The stream is over, at once.
    record Reset(int stream) implements SpdyFrame {}

    record Ping(int id) implements SpdyFrame {}

    /// No more streams will begin.
    record GoAway() implements SpdyFrame {}

    /// What says nothing here: settings, windows, headers behind those of a stream.
    record Other(int type) implements SpdyFrame {}

    /// Takes the next frame from what came; empty, and nothing taken, while it is not whole.
    ///
    /// @throws IllegalArgumentException for what is no frame
    static Optional<SpdyFrame> next(ByteBuffer came) {
        if (came.remaining() < HEAD) {
            return Optional.empty();
        }
        int start = came.position();
        int first = came.getInt(start);
        int second = came.getInt(start + 4);
        int length = second & 0xffffff;
        if (length > MOST) {
            throw new IllegalArgumentException(
                    "a frame of " + length + " bytes, at most " + MOST + " (limit frameBytes)");
        }
        if (came.remaining() < HEAD + length) {
            return Optional.empty();
        }
        var body = came.slice(start + HEAD, length);
        came.position(start + HEAD + length);
        boolean last = (second >>> 24 & FIN) != 0;
        return Optional.of(first < 0 ? control(first, last, body) : new Data(first, last, body));
    }

    private static SpdyFrame control(int first, boolean last, ByteBuffer body) {
        if ((first >>> 16 & 0x7fff) != VERSION) {
            throw new IllegalArgumentException("expected SPDY/3, got version " + (first >>> 16 & 0x7fff));
        }
        int type = first & 0xffff;
        return switch (type) {
            case 1 -> {
                int stream = body.getInt() & Integer.MAX_VALUE;
                // The stream it belongs to, its priority and its slot mean nothing here.
                yield new SynStream(stream, last, body.slice(10, body.limit() - 10));
            }
            case 3 -> new Reset(body.getInt() & Integer.MAX_VALUE);
            case 6 -> new Ping(body.getInt());
            case 7 -> new GoAway();
            default -> new Other(type);
        };
    }

    /// The answer to a beginning stream.
    static byte[] reply(int stream, byte[] headers) {
        return frame(2, Integer.BYTES + headers.length).putInt(stream).put(headers).array();
    }

    static byte[] ping(int id) {
        return frame(6, Integer.BYTES).putInt(id).array();
    }

    /// @param length how many of the bytes
    static byte[] data(int stream, byte[] bytes, int length, boolean last) {
        return ByteBuffer.allocate(HEAD + length)
                .putInt(stream)
                .putInt((last ? FIN << 24 : 0) | length)
                .put(bytes, 0, length)
                .array();
    }

    private static ByteBuffer frame(int type, int length) {
        return ByteBuffer.allocate(HEAD + length).putInt(1 << 31 | VERSION << 16 | type).putInt(length);
    }
}

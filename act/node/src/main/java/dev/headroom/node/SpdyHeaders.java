package dev.headroom.node;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The header blocks of one SPDY/3 connection, one direction each: they are compressed as one stream that begins with a
/// dictionary which both sides know.
///
/// Source: the SPDY protocol, draft 3.1, 2.6.10.
final class SpdyHeaders implements AutoCloseable {

    /// Of one block, unpacked (limit `headerBytes`).
    private static final int MOST = 1 << 16;

    private static final byte[] DICTIONARY = dictionary();

    private final Inflater inflater = new Inflater();
    private final Deflater deflater = new Deflater();

    SpdyHeaders() {
        deflater.setDictionary(DICTIONARY);
    }

    private static byte[] dictionary() {
        try (var stream = SpdyHeaders.class.getResourceAsStream("spdy-dictionary.bin")) {
            if (stream == null) {
                throw new IllegalStateException("no spdy-dictionary.bin among the resources");
            }
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The headers of a block, the next that came.
    ///
    /// @throws IOException for what is no such block
    Map<String, String> read(ByteBuffer block) throws IOException {
        inflater.setInput(block);
        var unpacked = new ByteArrayOutputStream();
        var buffer = new byte[4096];
        try {
            for (int length = inflate(buffer); length > 0; length = inflate(buffer)) {
                unpacked.write(buffer, 0, length);
                if (unpacked.size() > MOST) {
                    throw new IOException("headers: at most " + MOST + " bytes (limit headerBytes)");
                }
            }
            return parsed(ByteBuffer.wrap(unpacked.toByteArray()));
        } catch (DataFormatException | RuntimeException wrong) {
            throw new IOException("headers: expected a compressed block, got " + wrong, wrong);
        }
    }

    private int inflate(byte[] buffer) throws DataFormatException {
        int length = inflater.inflate(buffer);
        if (length == 0 && inflater.needsDictionary()) {
            inflater.setDictionary(DICTIONARY);
            length = inflater.inflate(buffer);
        }
        return length;
    }

    private static Map<String, String> parsed(ByteBuffer block) {
        var headers = new HashMap<String, String>();
        int count = block.getInt();
        for (int i = 0; i < count; i++) {
            var name = text(block);
            headers.put(name, text(block));
        }
        return headers;
    }

    private static String text(ByteBuffer block) {
        var bytes = new byte[Math.min(block.getInt(), MOST)];
        block.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The block of some headers, the next to be sent.
    byte[] write(Map<String, String> headers) {
        var plain = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(plain)) {
            out.writeInt(headers.size());
            for (var header : headers.entrySet()) {
                write(out, header.getKey());
                write(out, header.getValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        deflater.setInput(plain.toByteArray());
        var packed = new ByteArrayOutputStream();
        var buffer = new byte[4096];
        int length;
        do {
            length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            packed.write(buffer, 0, length);
        } while (length == buffer.length);
        return packed.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public void close() {
        inflater.end();
        deflater.end();
    }
}

package dev.headroom.files;

import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Packs bytes with DEFLATE (RFC 1951), quickly rather than small. Used by one thread at a time.
public final class Packer implements AutoCloseable {

    private static final int CHUNK_BYTES = 1 << 14;

    /// What one byte can become at most, which is a property of the format.
    private static final int MOST_UNPACKED = 1032;

    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final byte[] chunk = new byte[CHUNK_BYTES];

    /// Adds the number of all bytes of `from`, and then these bytes, packed.
    public void pack(ByteWriter from, ByteWriter to) {
        to.variable(from.size());
        deflater.reset();
        deflater.setInput(from.buffer());
        deflater.finish();
        while (!deflater.finished()) {
            to.raw(chunk, 0, deflater.deflate(chunk));
        }
    }

    /// The bytes that were packed into everything that is left of `packed`.
    ///
    /// @throws DamagedException when that is not what [#pack] wrote
    public static ByteReader unpack(ByteReader packed) throws DamagedException {
        long length = packed.variable();
        var rest = packed.rest();
        if (length < 0 || length > (long) MOST_UNPACKED * rest.remaining() || length > Records.MAX_PAYLOAD) {
            throw new DamagedException(length + " bytes packed into " + rest.remaining());
        }
        var bytes = new byte[(int) length];
        try (var inflater = new Inflater(true)) {
            inflater.setInput(rest);
            int size = 0;
            while (size < bytes.length) {
                int more = inflater.inflate(bytes, size, bytes.length - size);
                if (more == 0) {
                    throw new DamagedException("packed bytes end after " + size + " of " + length);
                }
                size += more;
            }
        } catch (DataFormatException wrong) {
            throw new DamagedException("packed bytes cannot be unpacked: " + wrong.getMessage());
        }
        return new ByteReader(bytes, 0, bytes.length);
    }

    @Override
    public void close() {
        deflater.end();
    }
}

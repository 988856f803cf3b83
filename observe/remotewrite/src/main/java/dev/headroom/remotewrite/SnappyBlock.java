package dev.headroom.remotewrite;

import dev.headroom.files.ByteWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.compression.Snappy;

/// Bytes packed as one Snappy block, which is what remote write sends. Source:
/// github.com/google/snappy, format_description.txt.
final class SnappyBlock {

    /// Netty's packer remembers places in 16 bits, so it is given fragments. A block is its length and what the
    /// fragments are packed to, since copies reach back within a fragment only.
    private static final int FRAGMENT_BYTES = (32 << 10) - 1;

    private static final int MORE = 0x80;

    private SnappyBlock() {}

    static byte[] pack(byte[] bytes) {
        var out = new ByteWriter(bytes.length / 2 + 16).variable(bytes.length);
        var packed = Unpooled.buffer(FRAGMENT_BYTES);
        for (int from = 0; from < bytes.length; from += FRAGMENT_BYTES) {
            int length = Math.min(FRAGMENT_BYTES, bytes.length - from);
            packed.clear();
            new Snappy().encode(Unpooled.wrappedBuffer(bytes, from, length), packed, length);
            skipLength(packed);
            out.raw(packed.array(), packed.arrayOffset() + packed.readerIndex(), packed.readableBytes());
        }
        return out.toArray();
    }

    /// Skips the length of the fragment.
    private static void skipLength(ByteBuf packed) {
        boolean more = true;
        while (more) {
            more = (packed.readByte() & MORE) != 0;
        }
    }
}

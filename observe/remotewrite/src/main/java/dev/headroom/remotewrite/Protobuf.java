package dev.headroom.remotewrite;

import dev.headroom.files.ByteWriter;

/// Fields of protocol buffers. Source: protobuf.dev/programming-guides/encoding.
final class Protobuf {

    private static final int TYPE_BITS = 3;
    private static final int VARINT = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;

    private Protobuf() {}

    static void text(ByteWriter out, int field, byte[] bytes) {
        out.variable(field << TYPE_BITS | BYTES).block(bytes);
    }

    static void message(ByteWriter out, int field, ByteWriter message) {
        out.variable(field << TYPE_BITS | BYTES).variable(message.size()).all(message);
    }

    static void number(ByteWriter out, int field, long value) {
        out.variable(field << TYPE_BITS | VARINT).variable(value);
    }

    /// A number that may be negative, type `sint`.
    static void signed(ByteWriter out, int field, long value) {
        out.variable(field << TYPE_BITS | VARINT).signed(value);
    }

    static void number(ByteWriter out, int field, double value) {
        out.variable(field << TYPE_BITS | EIGHT_BYTES).u64(Double.doubleToRawLongBits(value));
    }
}

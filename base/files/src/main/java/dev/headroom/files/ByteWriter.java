package dev.headroom.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Collects bytes: little-endian numbers, numbers of as many bytes as they need, texts. Read back by [ByteReader].
public final class ByteWriter {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_VARIABLE_BYTES = 10;
    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 0x80;

    private byte[] bytes;
    private int size;

    public ByteWriter(int room) {
        bytes = new byte[Math.max(MAX_VARIABLE_BYTES, room)];
    }

    public int size() {
        return size;
    }

    /// Forgets everything and keeps the room.
    public void clear() {
        size = 0;
    }

    /// The bytes as they are now, not copied.
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    public int checksum(int from, int to) {
        return Checksum.of(bytes, from, to - from);
    }

    public ByteWriter u8(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteWriter u32(int value) {
        ensure(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
        return this;
    }

    public ByteWriter u64(long value) {
        ensure(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    /// Takes the last bytes back.
    public void shorten(int count) {
        size -= count;
    }

    /// Writes over four bytes that are there already.
    public void replaceU32(int at, int value) {
        INT.set(bytes, at, value);
    }

    /// An unsigned number in 1 to 10 bytes, 7 bits each, the lowest first.
    public ByteWriter variable(long value) {
        ensure(MAX_VARIABLE_BYTES);
        long rest = value;
        while ((rest & -MORE) != 0) {
            bytes[size++] = (byte) (rest | MORE);
            rest >>>= PAYLOAD_BITS;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /// A signed number, the closer to 0 the shorter.
    public ByteWriter signed(long value) {
        return variable((value << 1) ^ (value >> (Long.SIZE - 1)));
    }

    /// Bytes with their number before them.
    public ByteWriter block(byte[] block) {
        variable(block.length);
        return raw(block, 0, block.length);
    }

    public ByteWriter raw(byte[] from, int offset, int length) {
        ensure(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
        return this;
    }

    public ByteWriter all(ByteWriter other) {
        return raw(other.bytes, 0, other.size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.addExact(Math.max(size + more, bytes.length), bytes.length >> 1));
        }
    }
}

package dev.headroom.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Reads what [ByteWriter] wrote. Whatever the bytes are, it ends with a value or a [DamagedException].
public final class ByteReader {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 0x80;

    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /// Reads a copy of the segment.
    public static ByteReader of(MemorySegment segment) {
        var copy = segment.toArray(ValueLayout.JAVA_BYTE);
        return new ByteReader(copy, 0, copy.length);
    }

    public int position() {
        return position;
    }

    public boolean hasMore() {
        return position < end;
    }

    /// What is left, which then counts as read.
    public ByteBuffer rest() {
        var rest = ByteBuffer.wrap(bytes, position, end - position);
        position = end;
        return rest;
    }

    public int u8() throws DamagedException {
        need(1);
        return Byte.toUnsignedInt(bytes[position++]);
    }

    public int u32() throws DamagedException {
        need(Integer.BYTES);
        int value = (int) INT.get(bytes, position);
        position += Integer.BYTES;
        return value;
    }

    public long u64() throws DamagedException {
        need(Long.BYTES);
        long value = (long) LONG.get(bytes, position);
        position += Long.BYTES;
        return value;
    }

    public long variable() throws DamagedException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += PAYLOAD_BITS) {
            int read = u8();
            value |= (long) (read & ~MORE) << shift;
            if ((read & MORE) == 0) {
                return value;
            }
        }
        throw new DamagedException("a number of more than 10 bytes");
    }

    public long signed() throws DamagedException {
        long value = variable();
        return (value >>> 1) ^ -(value & 1);
    }

    /// A number of things of which each takes at least one of the bytes that are left.
    public int count() throws DamagedException {
        long value = variable();
        if (value < 0 || value > end - position) {
            throw new DamagedException("a count of " + value + " with " + (end - position) + " bytes left");
        }
        return (int) value;
    }

    public byte[] block() throws DamagedException {
        var block = new byte[count()];
        System.arraycopy(bytes, position, block, 0, block.length);
        position += block.length;
        return block;
    }

    /// Bytes with their number before them, as UTF-8.
    public String text() throws DamagedException {
        int length = count();
        var text = new String(bytes, position, length, StandardCharsets.UTF_8);
        position += length;
        return text;
    }

    private void need(int count) throws DamagedException {
        if (end - position < count) {
            throw new DamagedException(count + " bytes expected, " + (end - position) + " left");
        }
    }
}

package dev.headroom.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Records in a file that only grows, each with checksums, and how to read on behind bytes that are damaged.
///
/// A record is a header of 16 bytes and its payload. The header is a mark, the length of the payload, the checksum of
/// the payload and the checksum of these three, little-endian, four bytes each.
public final class Records {

    /* Reading on. A header that matches its checksum tells where the next one is, even when the payload is damaged.
     * Behind a damaged header the next record is the next place with the mark, a header that matches its checksum and
     * a payload that matches the header: a false find has odds of 2^-96 a byte.
     */

    public static final int HEADER_BYTES = 16;

    /// The longest payload (limit `recordBytes`).
    public static final int MAX_PAYLOAD = 1 << 30;

    private static final int MARK = 0x6365_5248;
    private static final int CHECKED_BYTES = 12;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private long position;

    /// Reads the records of a file from a position on.
    public Records(MemorySegment bytes, long from) {
        this.bytes = bytes;
        this.position = Math.min(from, bytes.byteSize());
    }

    /// What comes next in a file.
    public sealed interface Found {

        record Whole(long position, MemorySegment payload) implements Found {}

        /// Bytes that are no record.
        ///
        /// @param atEnd whether nothing whole follows: the usual trace of a write that was cut off
        record Damaged(long position, long length, String what, boolean atEnd) implements Found {}

        record End() implements Found {}
    }

    /// Begins a record: leaves room for its header.
    ///
    /// @return where it begins, for [#end]
    public static int begin(ByteWriter out) {
        int start = out.size();
        out.u32(0).u32(0).u32(0).u32(0);
        return start;
    }

    /// Fills in the header of the record that began at `start` and ends here.
    public static void end(ByteWriter out, int start) {
        int payload = start + HEADER_BYTES;
        int length = out.size() - payload;
        if (length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("recordBytes: expected at most " + MAX_PAYLOAD + ", got " + length);
        }
        out.replaceU32(start, MARK);
        out.replaceU32(start + 4, length);
        out.replaceU32(start + 8, out.checksum(payload, out.size()));
        out.replaceU32(start + CHECKED_BYTES, out.checksum(start, start + CHECKED_BYTES));
    }

    public Found next() {
        if (position == bytes.byteSize()) {
            return new Found.End();
        }
        if (!isHeader(position)) {
            return damaged(nextRecord(position + 1), "a record header does not match its checksum");
        }
        long length = Integer.toUnsignedLong(bytes.get(INT, position + 4));
        long end = position + HEADER_BYTES + length;
        if (length > MAX_PAYLOAD || end > bytes.byteSize()) {
            return damaged(nextRecord(position + 1), "a record of " + length + " bytes is cut off");
        }
        if (!isWhole(position)) {
            return damaged(end, "a record of " + length + " bytes does not match its checksum");
        }
        var payload = bytes.asSlice(position + HEADER_BYTES, length);
        var whole = new Found.Whole(position, payload);
        position = end;
        return whole;
    }

    private Found damaged(long next, String what) {
        var damage = new Found.Damaged(position, next - position, what, next == bytes.byteSize());
        position = next;
        return damage;
    }

    private long nextRecord(long from) {
        for (long at = from; at + HEADER_BYTES <= bytes.byteSize(); at++) {
            if (isHeader(at) && isWhole(at)) {
                return at;
            }
        }
        return bytes.byteSize();
    }

    private boolean isHeader(long at) {
        return at + HEADER_BYTES <= bytes.byteSize()
                && bytes.get(INT, at) == MARK
                && bytes.get(INT, at + CHECKED_BYTES) == Checksum.of(bytes.asSlice(at, CHECKED_BYTES));
    }

    private boolean isWhole(long at) {
        long length = Integer.toUnsignedLong(bytes.get(INT, at + 4));
        return length <= MAX_PAYLOAD
                && at + HEADER_BYTES + length <= bytes.byteSize()
                && bytes.get(INT, at + 8) == Checksum.of(bytes.asSlice(at + HEADER_BYTES, length));
    }
}

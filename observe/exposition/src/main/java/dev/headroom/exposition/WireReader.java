package dev.headroom.exposition;

/// Goes over the fields of one message of protocol buffers. Whatever the bytes are, it ends with a value or an
/// [ExpositionException] that says where; nothing is taken for its length before it is there.
final class WireReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    private static final int GROUP = 3;
    private static final int GROUP_END = 4;
    private static final int FIXED32 = 5;
    private static final int TYPE_BITS = 3;
    private static final int PAYLOAD_BITS = 7;

    /// How deep groups may lie in each other (limit `groupDepth`); no message that is read here has any.
    private static final int GROUP_DEPTH = 32;

    private final byte[] page;
    private int at;
    private final int end;
    private int field;
    private int type;
    private int tagAt;

    WireReader(byte[] page, int from, int end) {
        this.page = page;
        this.at = from;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /// The byte of the page that comes next.
    int position() {
        return at;
    }

    /// Goes to the next field; false at the end of the message.
    boolean next() throws ExpositionException {
        if (at == end) {
            return false;
        }
        tagAt = at;
        long tag = varint();
        long number = tag >>> TYPE_BITS;
        type = (int) tag & ((1 << TYPE_BITS) - 1);
        if (number < 1 || number > Integer.MAX_VALUE || type == GROUP_END) {
            throw new ExpositionException(tagAt, "expected the tag of a field, got " + Long.toUnsignedString(tag));
        }
        field = (int) number;
        return true;
    }

    /// The number of the current field.
    int field() {
        return field;
    }

    boolean isBytes() {
        return type == BYTES;
    }

    long varintField() throws ExpositionException {
        expect(VARINT);
        return varint();
    }

    long zigzagField() throws ExpositionException {
        return zigzag(varintField());
    }

    static long zigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    double doubleField() throws ExpositionException {
        expect(FIXED64);
        return fixed64();
    }

    /// The bytes of the field as a message.
    WireReader message() throws ExpositionException {
        expect(BYTES);
        int length = length();
        at += length;
        return new WireReader(page, at - length, at);
    }

    /// A text of the page. Bytes that are no UTF-8 read as U+FFFD, and `utf8` is false then.
    ///
    /// @param at the byte of the page where it begins
    record Text(String text, boolean utf8, int at) {

        static final Text NONE = new Text("", true, 0);

        /// The text, which must be UTF-8.
        String valid(String what) throws ExpositionException {
            if (!utf8) {
                throw new ExpositionException(at, what + ": expected UTF-8, got " + text);
            }
            return text;
        }
    }

    Text text() throws ExpositionException {
        expect(BYTES);
        int length = length();
        int from = at;
        at += length;
        return new Text(Utf8.decode(page, from, at), Utf8.isValid(page, from, at), from);
    }

    private void expect(int wanted) throws ExpositionException {
        if (type != wanted) {
            throw new ExpositionException(
                    tagAt, "field " + field + ": expected wire type " + wanted + ", got wire type " + type);
        }
    }

    /// Leaves the current field out.
    void skip() throws ExpositionException {
        skip(0);
    }

    private void skip(int depth) throws ExpositionException {
        switch (type) {
            case VARINT -> {
                long _ = varint();
            }
            case FIXED64 -> need(Long.BYTES);
            case BYTES -> {
                int length = length();
                at += length;
            }
            case FIXED32 -> need(Integer.BYTES);
            case GROUP -> skipGroup(depth + 1);
            default -> throw new ExpositionException(tagAt, "field " + field + ": unknown wire type " + type);
        }
    }

    private void skipGroup(int depth) throws ExpositionException {
        if (depth > GROUP_DEPTH) {
            throw new ExpositionException(tagAt, "limit exceeded: groups deeper than " + GROUP_DEPTH + " (groupDepth)");
        }
        while (at < end) {
            tagAt = at;
            long tag = varint();
            type = (int) tag & ((1 << TYPE_BITS) - 1);
            if (type == GROUP_END) {
                return;
            }
            skip(depth);
        }
        throw new ExpositionException(at, "expected the end of a group, got the end of the message");
    }

    /// The length of what follows, which is there as a whole.
    int length() throws ExpositionException {
        int from = at;
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new ExpositionException(from, "expected " + Long.toUnsignedString(length) + " bytes, got "
                    + (end - at) + " before the end of the " + (end == page.length ? "page" : "message"));
        }
        return (int) length;
    }

    long varint() throws ExpositionException {
        long value = 0;
        int from = at;
        for (int shift = 0; shift < Long.SIZE; shift += PAYLOAD_BITS) {
            if (at == end) {
                throw new ExpositionException(from, "expected a number, got the end of the message");
            }
            byte read = page[at++];
            value |= (long) (read & 0x7f) << shift;
            if (read >= 0) {
                return value;
            }
        }
        throw new ExpositionException(from, "expected a number of at most 10 bytes, got a longer one");
    }

    double fixed64() throws ExpositionException {
        int from = at;
        need(Long.BYTES);
        long bits = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            bits = (bits << Byte.SIZE) | (page[from + i] & 0xff);
        }
        return Double.longBitsToDouble(bits);
    }

    private void need(int count) throws ExpositionException {
        if (end - at < count) {
            throw new ExpositionException(
                    at, "expected " + count + " bytes, got " + (end - at) + " before the end of the message");
        }
        at += count;
    }
}

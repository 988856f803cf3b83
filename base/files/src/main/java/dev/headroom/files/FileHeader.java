package dev.headroom.files;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// The first 16 bytes of a file: eight letters that say what it is, the version of its format, a checksum of both.
///
/// @param kind eight letters
/// @param version the format that this program writes; it reads this and every older one
public record FileHeader(String kind, int version) {

    public static final int BYTES = 16;

    private static final int KIND_BYTES = 8;
    private static final int CHECKED_BYTES = 12;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public FileHeader {
        if (kind.getBytes(StandardCharsets.US_ASCII).length != KIND_BYTES) {
            throw new IllegalArgumentException("kind: expected 8 letters, got " + kind);
        }
    }

    public ByteBuffer bytes() {
        var header = new ByteWriter(BYTES);
        header.raw(kind.getBytes(StandardCharsets.US_ASCII), 0, KIND_BYTES).u32(version);
        return header.u32(header.checksum(0, CHECKED_BYTES)).buffer();
    }

    /// The version a file was written in.
    ///
    /// @throws DamagedException when the header is not whole; what follows may be
    /// @throws NewerVersionException when this program cannot know what follows
    public int check(Path file, MemorySegment content) throws IOException {
        if (content.byteSize() < BYTES) {
            throw new DamagedException("a header of " + content.byteSize() + " bytes, expected " + BYTES);
        }
        if (Checksum.of(content.asSlice(0, CHECKED_BYTES)) != content.get(INT, CHECKED_BYTES)) {
            throw new DamagedException("the header does not match its checksum");
        }
        var found = content.asSlice(0, KIND_BYTES).toArray(ValueLayout.JAVA_BYTE);
        if (!Arrays.equals(found, kind.getBytes(StandardCharsets.US_ASCII))) {
            throw new DamagedException("the header says \"" + new String(found, StandardCharsets.US_ASCII)
                    + "\", expected \"" + kind + '"');
        }
        int written = content.get(INT, KIND_BYTES);
        if (written > version) {
            throw new NewerVersionException(file, written, version);
        }
        return written;
    }
}

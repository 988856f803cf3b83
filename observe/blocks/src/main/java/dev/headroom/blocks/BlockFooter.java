package dev.headroom.blocks;

import dev.headroom.files.ByteReader;
import dev.headroom.files.ByteWriter;
import dev.headroom.files.Checksum;
import dev.headroom.files.DamagedException;
import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;

/// The end of a block file: what the block holds and where. It is there twice, so that one damaged byte does not cost
/// a block.
record BlockFooter(BlockInfo info, Map<Part, Extent> parts) {

    static final int BYTES = 256;
    static final int COPIES = 2;

    private static final int CHECKED_BYTES = BYTES - Integer.BYTES;

    /// The parts of a block file, in their order behind the header.
    enum Part {
        /// Chunks, each with its checksum.
        CHUNKS,
        /// Groups of series with their labels and where their chunks are, each group with its checksum.
        SERIES,
        /// Where each group begins.
        GROUPS,
        /// For each label pair the numbers of its series.
        POSTINGS,
        /// Where each label pair begins, in the order of names and values.
        PAIRS,
        /// The blocks this one was made of.
        SOURCES
    }

    /// @param checksum of all its bytes; 0 where its pieces have checksums of their own
    record Extent(long offset, long length, int checksum) {}

    byte[] bytes() {
        var out = new ByteWriter(BYTES);
        out.u64(info.id()).u64(info.minMillis()).u64(info.maxMillis());
        out.u64(info.series()).u64(info.chunks()).u64(info.samples());
        out.u64(info.logSegment()).u64(info.cutMillis());
        for (var part : Part.values()) {
            var extent = parts.get(part);
            if (extent == null) {
                throw new IllegalStateException("no extent of " + part);
            }
            out.u64(extent.offset()).u64(extent.length()).u32(extent.checksum());
        }
        while (out.size() < CHECKED_BYTES) {
            out.u8(0);
        }
        return out.u32(out.checksum(0, CHECKED_BYTES)).toArray();
    }

    /// One copy.
    static BlockFooter read(MemorySegment bytes, long fileBytes) throws DamagedException {
        var in = ByteReader.of(bytes);
        var info = new BlockInfo(
                in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), fileBytes);
        var parts = new EnumMap<Part, Extent>(Part.class);
        for (var part : Part.values()) {
            var extent = new Extent(in.u64(), in.u64(), in.u32());
            if (extent.offset() < 0 || extent.length() < 0 || extent.length() > fileBytes - extent.offset()) {
                throw new DamagedException("a footer whose " + part + " lie outside of the file");
            }
            parts.put(part, extent);
        }
        // Each of them has a byte at least: a count beyond that would only be room that is never used.
        long most = parts.getOrDefault(Part.SERIES, new Extent(0, 0, 0)).length();
        if (info.series() < 0 || info.series() > most) {
            throw new DamagedException("a footer with " + info.series() + " series in " + most + " bytes");
        }
        return new BlockFooter(info, parts);
    }

    static boolean isWhole(MemorySegment bytes) {
        var in = ByteReader.of(bytes.asSlice(CHECKED_BYTES, Integer.BYTES));
        try {
            return in.u32() == Checksum.of(bytes.asSlice(0, CHECKED_BYTES));
        } catch (DamagedException _) {
            return false;
        }
    }
}

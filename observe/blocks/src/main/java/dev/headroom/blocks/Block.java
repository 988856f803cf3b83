package dev.headroom.blocks;

import dev.headroom.blocks.BlockFooter.Part;
import dev.headroom.files.ByteReader;
import dev.headroom.files.Checksum;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Disk;
import dev.headroom.files.FileHeader;
import dev.headroom.files.NumberedNames;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A block file, mapped into memory: opening reads the index tables, queries read the series and chunks they ask for.
///
/// What is damaged is told to a listener once and left out. Safe for any number of threads until it is closed; the
/// owner closes it when nobody reads any more.
public final class Block implements AutoCloseable {

    /// How block files are called, by their ids.
    public static final NumberedNames NAMES = new NumberedNames(".block");

    private static final ValueLayout.OfLong BITS = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHUNK_HEADER = Integer.BYTES + 1;

    private final Path path;
    private final Disk.MappedFile file;
    private final BlockInfo info;
    private final BlockIndex index;
    private final List<Long> sources;
    private final MemorySegment chunks;
    private final long chunksOffset;
    private final DamageLog damage;

    private Block(Path path, Disk.MappedFile file, Consumer<Damage> listener) throws IOException {
        this.path = path;
        this.file = file;
        this.damage = new DamageLog(path, listener);
        checkHeader();
        var footer = footer();
        this.info = footer.info();
        this.chunks = BlockIndex.slice(file.bytes(), footer, Part.CHUNKS);
        this.chunksOffset = FileHeader.BYTES;
        this.index = new BlockIndex(file.bytes(), footer, damage);
        this.sources = sources(footer);
    }

    /// Opens a block.
    ///
    /// @param listener told of each damaged place when it is found
    /// @throws DamagedException when nothing of it can be read
    /// @throws dev.headroom.files.NewerVersionException when a newer program wrote it
    public static Block open(Disk disk, Path path, Consumer<Damage> listener) throws IOException {
        var file = disk.map(path);
        try {
            return new Block(path, file, listener);
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    private void checkHeader() throws IOException {
        try {
            BlockWriter.HEADER.check(path, file.bytes());
        } catch (DamagedException wrong) {
            damage.found(0, String.valueOf(wrong.getMessage()));
        }
    }

    private BlockFooter footer() throws DamagedException {
        long size = file.bytes().byteSize();
        @Nullable BlockFooter whole = null;
        for (int copy = 1; copy <= BlockFooter.COPIES; copy++) {
            long at = size - (long) copy * BlockFooter.BYTES;
            if (at >= FileHeader.BYTES) {
                var bytes = file.bytes().asSlice(at, BlockFooter.BYTES);
                if (BlockFooter.isWhole(bytes)) {
                    whole = BlockFooter.read(bytes, size);
                } else {
                    damage.found(at, "a footer does not match its checksum");
                }
            }
        }
        if (whole == null) {
            throw new DamagedException("no footer matches its checksum");
        }
        return whole;
    }

    private List<Long> sources(BlockFooter footer) {
        var extent = footer.parts().get(Part.SOURCES);
        var bytes = BlockIndex.slice(file.bytes(), footer, Part.SOURCES);
        var found = new ArrayList<Long>();
        if (extent == null || Checksum.of(bytes) != extent.checksum()) {
            damage.found(extent == null ? 0 : extent.offset(), "the SOURCES do not match their checksum");
            return found;
        }
        var in = ByteReader.of(bytes);
        try {
            while (in.hasMore()) {
                found.add(in.variable());
            }
        } catch (DamagedException wrong) {
            damage.found(extent.offset(), "the SOURCES cannot be read: " + wrong.getMessage());
        }
        return List.copyOf(found);
    }

    public BlockInfo info() {
        return info;
    }

    public Path path() {
        return path;
    }

    /// The ids of the blocks that this one replaces.
    public List<Long> sources() {
        return sources;
    }

    public boolean overlaps(long fromMillis, long toMillis) {
        return info.minMillis() <= toMillis && info.maxMillis() >= fromMillis;
    }

    /// The series that pass all matchers with their chunks that overlap the span, sorted by labels.
    public List<BlockSeries> select(long fromMillis, long toMillis, List<Matcher> matchers) {
        var selected = new ArrayList<BlockSeries>();
        visit(matchers, entry -> {
            var found = chunks(entry, fromMillis, toMillis);
            if (!found.isEmpty()) {
                selected.add(new BlockSeries(entry.labels(), found));
            }
        });
        return selected;
    }

    /// The labels of the series that pass all matchers and have a sample in the span, sorted.
    public List<Labels> series(long fromMillis, long toMillis, List<Matcher> matchers) {
        var found = new ArrayList<Labels>();
        visit(matchers, entry -> {
            if (hasSampleIn(entry, fromMillis, toMillis)) {
                found.add(entry.labels());
            }
        });
        return found;
    }

    /// Every series with all its chunks, sorted by labels, read as the iterator goes.
    public Iterator<BlockSeries> all() {
        return new Iterator<>() {
            private int group;
            private Iterator<SeriesEntry> entries = List.<SeriesEntry>of().iterator();

            @Override
            public boolean hasNext() {
                while (!entries.hasNext() && group < index.groupCount()) {
                    entries = index.group(group++).iterator();
                }
                return entries.hasNext();
            }

            @Override
            public BlockSeries next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                var entry = entries.next();
                return new BlockSeries(entry.labels(), chunks(entry, Long.MIN_VALUE, Long.MAX_VALUE));
            }
        };
    }

    private void visit(List<Matcher> matchers, Consumer<SeriesEntry> visitor) {
        var numbers = index.find(matchers);
        if (numbers.isPresent()) {
            visit(numbers.get(), visitor);
            return;
        }
        for (int group = 0; group < index.groupCount(); group++) {
            for (var entry : index.group(group)) {
                if (matchers.stream().allMatch(matcher -> matcher.matches(entry.labels()))) {
                    visitor.accept(entry);
                }
            }
        }
    }

    private void visit(BitSet numbers, Consumer<SeriesEntry> visitor) {
        int known = -1;
        List<SeriesEntry> group = List.of();
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            int wanted = number / BlockWriter.SERIES_PER_GROUP;
            if (wanted != known) {
                group = index.group(wanted);
                known = wanted;
            }
            int place = number % BlockWriter.SERIES_PER_GROUP;
            if (place < group.size()) {
                visitor.accept(group.get(place));
            }
        }
    }

    private boolean hasSampleIn(SeriesEntry entry, long fromMillis, long toMillis) {
        for (var place : entry.places()) {
            if (place.overlaps(fromMillis, toMillis)) {
                boolean sure = place.minMillis() >= fromMillis || place.maxMillis() <= toMillis;
                if (sure || read(place).hasSampleIn(fromMillis, toMillis)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Chunk> chunks(SeriesEntry entry, long fromMillis, long toMillis) {
        var found = new ArrayList<Chunk>();
        for (var place : entry.places()) {
            if (place.overlaps(fromMillis, toMillis)) {
                var chunk = read(place);
                if (chunk.count() > 0) {
                    found.add(chunk);
                }
            }
        }
        return found;
    }

    /// The chunk at a place; one without samples when it is damaged.
    private Chunk read(SeriesEntry.Place place) {
        long length = place.length();
        if (place.offset() < 0 || length < CHUNK_HEADER || length > chunks.byteSize() - place.offset()) {
            return damaged(place, "a chunk lies outside of the chunks");
        }
        if (place.count() < 0 || place.count() > SeriesEntry.Place.MAX_SAMPLES) {
            return damaged(place, "a chunk of " + Integer.toUnsignedString(place.count()) + " samples, at most "
                    + SeriesEntry.Place.MAX_SAMPLES + " (chunkSamples)");
        }
        try {
            var bytes = chunks.asSlice(place.offset(), length);
            if (Checksum.of(bytes.asSlice(Integer.BYTES)) != bytes.get(INT, 0)) {
                return damaged(place, "a chunk of " + place.count() + " samples does not match its checksum");
            }
            int code = bytes.get(ValueLayout.JAVA_BYTE, Integer.BYTES);
            var encoding = Chunk.Encoding.of(code);
            if (encoding.isEmpty()) {
                return damaged(place, "a chunk has the unknown encoding " + code);
            }
            var words = words(bytes.asSlice(CHUNK_HEADER));
            return new Chunk(encoding.get(), words, place.count(), place.minMillis(), place.maxMillis());
        } catch (InternalError _) {
            // What the JVM throws when mapped bytes cannot be read: the device failed, or somebody cut the file.
            return damaged(place, "a chunk cannot be read from the disk");
        }
    }

    private static long[] words(MemorySegment bits) {
        long whole = bits.byteSize() / Long.BYTES;
        int rest = (int) (bits.byteSize() % Long.BYTES);
        var words = new long[(int) whole + (rest > 0 ? 1 : 0)];
        for (int i = 0; i < whole; i++) {
            words[i] = bits.get(BITS, (long) i * Long.BYTES);
        }
        if (rest > 0) {
            words[words.length - 1] = IntStream.range(0, rest)
                    .mapToLong(i -> Byte.toUnsignedLong(bits.get(ValueLayout.JAVA_BYTE, whole * Long.BYTES + i))
                            << (Long.SIZE - Byte.SIZE * (i + 1)))
                    .reduce(0, (sum, shifted) -> sum | shifted);
        }
        return words;
    }

    private Chunk damaged(SeriesEntry.Place place, String what) {
        damage.found(chunksOffset + place.offset(), what);
        return new Chunk(Chunk.Encoding.NUMBERS, new long[0], 0, place.minMillis(), place.maxMillis());
    }

    @Override
    public void close() {
        file.close();
    }
}

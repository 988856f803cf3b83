package dev.headroom.blocks;

import dev.headroom.blocks.BlockFooter.Extent;
import dev.headroom.blocks.BlockFooter.Part;
import dev.headroom.files.ByteWriter;
import dev.headroom.files.Disk;
import dev.headroom.files.FileHeader;
import dev.headroom.files.Records;
import dev.headroom.model.Labels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes one block file. It gets its name only when it is whole and durable; a writer that is closed before leaves
/// nothing.
public final class BlockWriter implements AutoCloseable {

    /* The format, version 2; numbers are those of ByteWriter. Version 1 had no chunks of histograms.
     *
     * header    16 bytes of FileHeader, kind HRMBLOCK
     * chunks    each: checksum (4 bytes) of the rest; kind (1 byte); the bits of ChunkWriter without the zero bytes
     *           at their end. First and last timestamp and the number of samples are in the index.
     * series    groups of 16 series in the order of their labels, each group a record of Records; each series as
     *           SeriesEntry writes it, its labels relative to the series before it in the group, its times relative to
     *           a time that each group begins with
     * groups    4 bytes a group: where it begins in `series`
     * postings  each label pair: name, value, number of series, their numbers as differences
     * pairs     4 bytes a pair: where it begins in `postings`, in the order of names and values
     * sources   the ids of the blocks this one was made of
     * footer    256 bytes, twice: BlockFooter
     *
     * Damage costs little: a chunk, or a group of 16 series. Groups, postings and pairs can be told from the series.
     */

    static final FileHeader HEADER = new FileHeader("HRMBLOCK", 2);
    static final int SERIES_PER_GROUP = 16;
    private static final int FLUSH_BYTES = 1 << 20;
    private static final String UNFINISHED = ".tmp";

    private final Disk disk;
    private final Path folder;
    private final long id;
    private final Disk.OutputFile file;
    private final ByteWriter buffer = new ByteWriter(FLUSH_BYTES + FLUSH_BYTES / 4);
    private final ByteWriter series = new ByteWriter(0);
    private final List<Integer> groups = new ArrayList<>();
    private final Map<String, Map<String, Numbers>> postings = new TreeMap<>();
    private @Nullable Labels last;
    private byte[] lastBytes = {};
    private int groupStart;
    private long base;
    private long chunkBytes;
    private int seriesCount;
    private long chunkCount;
    private long sampleCount;
    private long minMillis = Long.MAX_VALUE;
    private long maxMillis = Long.MIN_VALUE;
    private boolean finished;

    /// Numbers of series, as differences.
    private static final class Numbers {
        private final ByteWriter deltas = new ByteWriter(0);
        private int count;
        private int last;

        void add(int number) {
            deltas.variable(number - last);
            last = number;
            count++;
        }
    }

    /// Where a block comes from.
    ///
    /// @param logSegment see [BlockInfo#logSegment]
    /// @param sources ids of the blocks that this one replaces
    public record Origin(long logSegment, long cutMillis, List<Long> sources) {
        public Origin {
            sources = List.copyOf(sources);
        }
    }

    private BlockWriter(Disk disk, Path folder, long id) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.id = id;
        this.file = disk.create(unfinished());
    }

    /// Begins the block `id` in a folder.
    public static BlockWriter create(Disk disk, Path folder, long id) throws IOException {
        var writer = new BlockWriter(disk, folder, id);
        try {
            writer.file.write(HEADER.bytes());
        } catch (IOException failure) {
            writer.close();
            throw failure;
        }
        return writer;
    }

    private Path unfinished() {
        return folder.resolve(Block.NAMES.of(id) + UNFINISHED);
    }

    /// Whether a file is what an interrupted writer left.
    public static boolean isUnfinished(String name) {
        return name.endsWith(UNFINISHED);
    }

    /// Adds a series. Series come in the order of their labels, chunks in ascending time without overlap.
    public void add(Labels labels, List<Chunk> chunks) throws IOException {
        if (last != null && last.compareTo(labels) >= 0) {
            throw new IllegalArgumentException("series: expected one behind " + last + ", got " + labels);
        }
        if (chunks.isEmpty()) {
            return;
        }
        var places = new ArrayList<SeriesEntry.Place>(chunks.size());
        for (var chunk : chunks) {
            places.add(write(chunk));
        }
        if (seriesCount == 0) {
            base = chunks.getFirst().minMillis();
        }
        if (seriesCount % SERIES_PER_GROUP == 0) {
            endGroup();
            groups.add(series.size());
            groupStart = Records.begin(series);
            series.signed(base);
            lastBytes = new byte[0];
        }
        var bytes = SeriesEntry.bytes(labels);
        new SeriesEntry(labels, places).write(series, bytes, lastBytes, base);
        lastBytes = bytes;
        last = labels;
        int number = seriesCount++;
        labels.forEach((name, value) -> postings.computeIfAbsent(name, _ -> new TreeMap<>())
                .computeIfAbsent(value, _ -> new Numbers())
                .add(number));
    }

    private void endGroup() {
        if (!groups.isEmpty()) {
            Records.end(series, groupStart);
        }
    }

    private SeriesEntry.Place write(Chunk chunk) throws IOException {
        int start = buffer.size();
        buffer.u32(0).u8(chunk.encoding().code());
        int words = chunk.words();
        while (words > 0 && chunk.word(words - 1) == 0) {
            words--;
        }
        for (int i = 0; i < words; i++) {
            buffer.u64(Long.reverseBytes(chunk.word(i)));
        }
        int spare = words == 0 ? 0 : Long.numberOfTrailingZeros(chunk.word(words - 1)) / Byte.SIZE;
        buffer.shorten(spare);
        buffer.replaceU32(start, buffer.checksum(start + Integer.BYTES, buffer.size()));
        int length = buffer.size() - start;
        var place = new SeriesEntry.Place(chunk.minMillis(), chunk.maxMillis(), chunkBytes, length, chunk.count());
        chunkBytes += length;
        chunkCount++;
        sampleCount += chunk.count();
        minMillis = Math.min(minMillis, chunk.minMillis());
        maxMillis = Math.max(maxMillis, chunk.maxMillis());
        if (buffer.size() >= FLUSH_BYTES) {
            flush();
        }
        return place;
    }

    private void flush() throws IOException {
        file.write(buffer.buffer());
        buffer.clear();
    }

    /// Whether no series was added; such a block cannot be finished.
    public boolean isEmpty() {
        return seriesCount == 0;
    }

    /// Ends the block and gives it its name.
    public Path finish(Origin origin) throws IOException {
        if (isEmpty()) {
            throw new IllegalStateException("a block without series");
        }
        endGroup();
        flush();
        var parts = new EnumMap<Part, Extent>(Part.class);
        parts.put(Part.CHUNKS, new Extent(FileHeader.BYTES, chunkBytes, 0));
        parts.put(Part.SERIES, new Extent(file.size(), series.size(), 0));
        file.write(series.buffer());
        var starts = new ByteWriter(Integer.BYTES * groups.size());
        groups.forEach(starts::u32);
        write(Part.GROUPS, starts, parts);
        var pairs = new ByteWriter(0);
        write(Part.POSTINGS, postings(pairs), parts);
        write(Part.PAIRS, pairs, parts);
        var sources = new ByteWriter(0);
        origin.sources().forEach(sources::variable);
        write(Part.SOURCES, sources, parts);
        var info = new BlockInfo(id, minMillis, maxMillis, seriesCount, chunkCount, sampleCount,
                origin.logSegment(), origin.cutMillis(), 0);
        var footer = new BlockFooter(info, parts).bytes();
        buffer.raw(footer, 0, footer.length).raw(footer, 0, footer.length);
        flush();
        file.force();
        file.close();
        var path = folder.resolve(Block.NAMES.of(id));
        disk.move(unfinished(), path);
        finished = true;
        disk.syncFolder(folder);
        return path;
    }

    private void write(Part part, ByteWriter bytes, Map<Part, Extent> parts) throws IOException {
        parts.put(part, new Extent(file.size(), bytes.size(), bytes.checksum(0, bytes.size())));
        file.write(bytes.buffer());
    }

    private ByteWriter postings(ByteWriter pairs) {
        var out = new ByteWriter(0);
        postings.forEach((name, values) -> values.forEach((value, numbers) -> {
            pairs.u32(out.size());
            out.block(name.getBytes(StandardCharsets.UTF_8)).block(value.getBytes(StandardCharsets.UTF_8));
            out.variable(numbers.count).all(numbers.deltas);
        }));
        return out;
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            try (file) {
                disk.delete(unfinished());
            }
        }
    }
}

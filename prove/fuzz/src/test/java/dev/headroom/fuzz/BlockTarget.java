package dev.headroom.fuzz;

import dev.headroom.blocks.Block;
import dev.headroom.blocks.ChunkException;
import dev.headroom.blocks.ChunkMerge;
import dev.headroom.files.DamagedException;
import dev.headroom.files.FileHeader;
import dev.headroom.files.NewerVersionException;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A block file, as it is and with its checksums made right, those of its chunks where they lie in the seed. It opens
/// or says why not; what opens answers queries with what can be read.
final class BlockTarget implements FuzzTarget {

    private static final String NAME = "0000000000000001.block";
    private static final int FOOTER = 256;
    private static final int PARTS_AT = 64;
    private static final int PART_BYTES = 20;
    private static final int PARTS = 6;
    private static final int SERIES_PART = 1;
    private static final List<List<Matcher>> ASKED = List.of(
            List.of(),
            List.of(Matcher.equal(Labels.NAME, "m1")),
            List.of(Matcher.of(Matcher.Type.NOT_EQUAL, "instance", "host-3"), Matcher.equal("größe", "L")));

    private static final Map<Integer, List<Integer>> CHUNKS = StoredFiles.written(".block", true).stream()
            .collect(Collectors.toMap(block -> block.length, BlockTarget::chunks, (one, _) -> one));

    @Override
    public String name() {
        return "block";
    }

    @Override
    public List<byte[]> seeds() {
        var blocks = StoredFiles.written(".block", true);
        return Inputs.together(Inputs.inMode(0, blocks), Inputs.inMode(1, blocks));
    }

    @Override
    public void run(byte[] input) throws Exception {
        Inputs.byMode(input, 2, (mode, file) -> {
            if (mode == 1) {
                mend(file);
            }
            var disk = StoredFiles.with(NAME, file);
            try (var block = Block.open(disk, StoredFiles.FOLDER.resolve(NAME), _ -> {})) {
                for (var matchers : ASKED) {
                    for (var series : block.select(Long.MIN_VALUE, Long.MAX_VALUE, matchers)) {
                        var _ = ChunkMerge.read(series.chunks(), Long.MIN_VALUE, Long.MAX_VALUE).size();
                    }
                    var _ = block.series(0, Long.MAX_VALUE, matchers).toString();
                }
                block.all().forEachRemaining(series -> {
                    var _ = series.labels().toString();
                });
            } catch (DamagedException | NewerVersionException | ChunkException declared) {
                Findings.told(declared);
            }
            return file;
        });
    }

    /// Makes the checksums of header, parts and both footers right; the second footer becomes the first.
    private static void mend(byte[] file) throws IOException {
        if (file.length < FileHeader.BYTES + 2 * FOOTER) {
            return;
        }
        StoredFiles.mendHeader(file);
        mendChunks(file);
        int footer = file.length - FOOTER;
        var buffer = StoredFiles.little(file);
        for (int part = 0; part < PARTS; part++) {
            mendPart(file, buffer, footer + PARTS_AT + part * PART_BYTES, part == SERIES_PART);
        }
        buffer.putInt(footer + FOOTER - Integer.BYTES, StoredFiles.sum(file, footer, footer + FOOTER - Integer.BYTES));
        System.arraycopy(file, footer, file, footer - FOOTER, FOOTER);
    }

    private static void mendChunks(byte[] file) {
        var places = CHUNKS.getOrDefault(file.length, List.of());
        for (int i = 0; i + 1 < places.size(); i++) {
            int from = places.get(i);
            StoredFiles.little(file).putInt(from, StoredFiles.sum(file, from + Integer.BYTES, places.get(i + 1)));
        }
    }

    /// Where the chunks of a block begin and end, by the length of the block. A block whose chunks are all wrong tells.
    private static List<Integer> chunks(byte[] block) {
        var wrong = block.clone();
        int series = (int) StoredFiles.little(block).getLong(block.length - FOOTER + PARTS_AT + PART_BYTES);
        for (int at = FileHeader.BYTES; at < series; at++) {
            wrong[at] ^= 1;
        }
        var places = new TreeSet<Integer>();
        places.add(series);
        var disk = StoredFiles.with(NAME, wrong);
        try (var opened = Block.open(disk, StoredFiles.FOLDER.resolve(NAME),
                damage -> places.add((int) damage.position()))) {
            var _ = opened.select(Long.MIN_VALUE, Long.MAX_VALUE, List.of());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return List.copyOf(places);
    }

    private static void mendPart(byte[] file, ByteBuffer buffer, int at, boolean series) {
        long offset = buffer.getLong(at);
        long length = buffer.getLong(at + Long.BYTES);
        if (offset < 0 || length < 0 || length > file.length - 2 * FOOTER - offset) {
            return;
        }
        int from = (int) offset;
        int to = (int) (offset + length);
        if (series) {
            StoredFiles.mendRecords(file, from, to);
        } else {
            buffer.putInt(at + 2 * Long.BYTES, StoredFiles.sum(file, from, to));
        }
    }
}

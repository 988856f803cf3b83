package dev.headroom.fuzz;

import dev.headroom.blocks.Chunk;
import dev.headroom.blocks.ChunkMerge;
import dev.headroom.blocks.ChunkReader;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/// The bits of a compressed chunk, behind a number of samples and the time of the first.
final class ChunkTarget implements FuzzTarget {

    private static final int WORDS = 40;
    private static final int HEAD = Short.BYTES + Long.BYTES;

    @Override
    public String name() {
        return "chunk";
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(seed(10, 1), seed(100, 2), seed(500, 3));
    }

    /// Bits of chance: each of them is a chunk, of a few samples or many.
    private static byte[] seed(int count, int words) {
        var out = ByteBuffer.allocate(HEAD + words * WORDS * Long.BYTES);
        out.putShort((short) count).putLong(1_700_000_000_000L);
        var random = new Random(count);
        while (out.hasRemaining()) {
            out.putLong(random.nextLong());
        }
        return out.array();
    }

    @Override
    public void run(byte[] input) {
        if (input.length < HEAD) {
            return;
        }
        var in = ByteBuffer.wrap(input);
        int count = Short.toUnsignedInt(in.getShort());
        long min = in.getLong();
        var words = new long[in.remaining() / Long.BYTES];
        for (int i = 0; i < words.length; i++) {
            words[i] = in.getLong();
        }
        var chunk = new Chunk(words, count, min, Long.MAX_VALUE);
        var reader = new ChunkReader(chunk);
        int read = 0;
        while (reader.next()) {
            read++;
        }
        if (read > count) {
            throw new IllegalStateException(read + " samples of " + count);
        }
        var _ = ChunkMerge.read(List.of(chunk), Long.MIN_VALUE, Long.MAX_VALUE).size();
    }
}

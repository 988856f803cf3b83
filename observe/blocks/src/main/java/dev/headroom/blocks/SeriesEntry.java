package dev.headroom.blocks;

import dev.headroom.files.ByteReader;
import dev.headroom.files.ByteWriter;
import dev.headroom.files.DamagedException;
import dev.headroom.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A series in the index of a block: its labels, and where its chunks are.
record SeriesEntry(Labels labels, List<Place> places) {

    /// Where a chunk is.
    ///
    /// @param offset from the beginning of the chunks
    /// @param length with its checksum
    record Place(long minMillis, long maxMillis, long offset, int length, int count) {

        /// The most samples of a chunk (limit `chunkSamples`), many times what a writer is told to put together. The
        /// number of bits does not tell that a count is wrong, because zeros at the end are not stored.
        static final int MAX_SAMPLES = 1 << 16;

        boolean overlaps(long fromMillis, long toMillis) {
            return minMillis <= toMillis && maxMillis >= fromMillis;
        }
    }

    /// The labels as bytes: name and value by turns, each with its length.
    static byte[] bytes(Labels labels) {
        var out = new ByteWriter(0);
        labels.forEach((name, value) -> out.block(name.getBytes(StandardCharsets.UTF_8))
                .block(value.getBytes(StandardCharsets.UTF_8)));
        return out.toArray();
    }

    static Labels labels(byte[] bytes) throws DamagedException {
        var in = new ByteReader(bytes, 0, bytes.length);
        var texts = new ArrayList<String>();
        while (in.hasMore()) {
            texts.add(in.text());
        }
        if (texts.size() % 2 != 0) {
            throw new DamagedException("a label name without value");
        }
        return Labels.ofSorted(texts.toArray(String[]::new));
    }

    /// Writes the entry behind one with the labels `before`: only how they differ.
    ///
    /// @param base the first timestamp of the block
    void write(ByteWriter out, byte[] own, byte[] before, long base) {
        int mismatch = Arrays.mismatch(own, before);
        int shared = mismatch < 0 ? own.length : mismatch;
        out.variable(shared).variable(own.length - shared).raw(own, shared, own.length - shared);
        out.variable(places.size());
        long time = base;
        long offset = 0;
        for (var place : places) {
            out.signed(place.minMillis() - time).variable(place.maxMillis() - place.minMillis());
            out.signed(place.offset() - offset).variable(place.length()).variable(place.count());
            time = place.maxMillis();
            offset = place.offset() + place.length();
        }
    }

    /// Reads the entries of a group, each of which needs the one before.
    static final class Sequence {
        private final ByteReader in;
        private final long base;
        private byte[] labels = {};

        Sequence(ByteReader in, long base) {
            this.in = in;
            this.base = base;
        }

        SeriesEntry next() throws DamagedException {
            long shared = in.variable();
            var rest = in.block();
            if (shared < 0 || shared > labels.length) {
                throw new DamagedException("labels that share " + shared + " bytes with " + labels.length);
            }
            labels = Arrays.copyOf(labels, (int) shared + rest.length);
            System.arraycopy(rest, 0, labels, (int) shared, rest.length);
            return new SeriesEntry(labels(labels), places());
        }

        private List<Place> places() throws DamagedException {
            int count = in.count();
            var places = new ArrayList<Place>(count);
            long time = base;
            long offset = 0;
            for (int i = 0; i < count; i++) {
                long min = time + in.signed();
                long max = min + in.variable();
                offset += in.signed();
                int length = (int) in.variable();
                places.add(new Place(min, max, offset, length, (int) in.variable()));
                time = max;
                offset += length;
            }
            return places;
        }
    }
}

package dev.headroom.tsdb;

import dev.headroom.files.ByteReader;
import dev.headroom.files.DamagedException;
import dev.headroom.files.Packer;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A batch of [LogRecords] that is being read; the samples are parallel arrays, whose first `size` entries count.
final class LogBatch {

    /// A series as a segment announces it.
    record Announced(int number, Labels labels) {}

    final List<Announced> series = new ArrayList<>();
    int[] numbers = new int[64];
    long[] timestamps = new long[64];
    double[] values = new double[64];
    @Nullable FloatHistogram[] histograms = new FloatHistogram[64];
    int size;

    void clear() {
        series.clear();
        size = 0;
    }

    private void makeRoom(int more) {
        if (size + more > numbers.length) {
            int room = Math.max(size + more, 2 * size);
            numbers = Arrays.copyOf(numbers, room);
            timestamps = Arrays.copyOf(timestamps, room);
            values = Arrays.copyOf(values, room);
            histograms = Arrays.copyOf(histograms, room);
        }
    }

    /// Adds a record; true when it is the last of its batch.
    boolean read(ByteReader record) throws DamagedException {
        int flag = record.u8();
        if ((flag & ~(LogRecords.MORE | LogRecords.MIXED | LogRecords.PACKED)) != 0) {
            throw new DamagedException("a record of the unknown kind " + flag);
        }
        boolean packed = (flag & LogRecords.PACKED) != 0;
        var in = packed ? Packer.unpack(record) : record;
        for (int left = in.count(); left > 0; left--) {
            int number = (int) in.variable();
            var texts = new String[2 * in.count()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = in.text();
            }
            series.add(new Announced(number, Labels.ofSorted(texts)));
        }
        readSamples(in, packed, (flag & LogRecords.MIXED) != 0);
        return (flag & LogRecords.MORE) == 0;
    }

    private void readSamples(ByteReader in, boolean columns, boolean mixed) throws DamagedException {
        long base = in.signed();
        int count = in.count();
        makeRoom(count);
        int end = size + count;
        if (columns) {
            var isHistogram = new BitSet();
            readNumbers(in, end, mixed ? isHistogram : null);
            for (int i = size; i < end; i++) {
                timestamps[i] = base + in.signed();
            }
            for (int i = size; i < end; i++) {
                readValue(in, i, isHistogram.get(i));
            }
        } else {
            long number = 0;
            for (int i = size; i < end; i++) {
                long step = in.signed();
                number += mixed ? step >> 1 : step;
                numbers[i] = (int) number;
                timestamps[i] = base + in.signed();
                readValue(in, i, mixed && (step & 1) != 0);
            }
        }
        size = end;
    }

    /// @param isHistogram gets which samples are histograms; null when none is
    private void readNumbers(ByteReader in, int end, @Nullable BitSet isHistogram) throws DamagedException {
        long number = 0;
        for (int i = size; i < end; i++) {
            long step = in.signed();
            if (isHistogram == null) {
                number += step;
            } else {
                number += step >> 1;
                isHistogram.set(i, (step & 1) != 0);
            }
            numbers[i] = (int) number;
        }
    }

    private void readValue(ByteReader in, int index, boolean isHistogram) throws DamagedException {
        histograms[index] = isHistogram ? LogHistograms.read(in) : null;
        values[index] = isHistogram ? Double.NaN : Double.longBitsToDouble(Long.reverse(in.variable()));
    }
}

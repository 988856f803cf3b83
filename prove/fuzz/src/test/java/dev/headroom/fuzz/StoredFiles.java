package dev.headroom.fuzz;

import dev.headroom.files.Checksum;
import dev.headroom.files.Disk;
import dev.headroom.files.FileHeader;
import dev.headroom.files.Records;
import dev.headroom.files.SimulatedDisk;
import dev.headroom.model.BucketCounts;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.FloatHistogram.CounterReset;
import dev.headroom.model.Labels;
import dev.headroom.timeline.VirtualTimeline;
import dev.headroom.tsdb.Storage;
import dev.headroom.tsdb.StorageOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.DoubleStream;

/// A folder of samples as a storage leaves it, with one of its files damaged on purpose, and its checksums made right
/// again: behind a checksum that is wrong nothing would be read.
final class StoredFiles {

    static final Path FOLDER = Path.of("/data");
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final int LENGTH_AT = 4;
    private static final int PAYLOAD_SUM_AT = 8;
    private static final int HEADER_SUM_AT = 12;
    private static final int MARK = 0x6365_5248;
    private static final int SERIES = 40;
    private static final int SAMPLES = 30;

    private StoredFiles() {}

    static SimulatedDisk disk() {
        return new SimulatedDisk(new Random(1));
    }

    /// Opens the folder of a disk.
    static Storage open(Disk disk, Instant now, Consumer<String> notices) {
        return Storage.open(disk, FOLDER, new Storage.Surroundings(
                StorageOptions.defaults(), new VirtualTimeline(now), notices));
    }

    /// What a storage wrote: its log when it was closed before it had to write a block, a block when it was told to.
    static List<byte[]> written(String ending, boolean block) {
        var disk = disk();
        try (var storage = open(disk, NOON, _ -> {})) {
            for (int sample = 0; sample < SAMPLES; sample++) {
                var appender = storage.appender();
                long time = NOON.toEpochMilli() - 3_600_000 + sample * 15_000L;
                for (int series = 0; series < SERIES; series++) {
                    appender.append(
                            Labels.of("__name__", "m" + series % 3, "instance", "host-" + series, "größe", "L"),
                            time, series % 2 == 0 ? sample * series : Math.sin(sample * 0.1 * series));
                }
                var counts = new double[] {sample, 2.0 * sample + 1, 3};
                appender.append(Labels.of("__name__", "native"), time, histogram(counts));
                appender.commit();
            }
            if (block) {
                storage.flush();
            }
        }
        return disk.files().stream()
                .filter(file -> file.toString().endsWith(ending))
                .map(disk::content)
                .filter(content -> content.length > FileHeader.BYTES)
                .toList();
    }

    private static FloatHistogram histogram(double[] counts) {
        double all = DoubleStream.of(counts).sum();
        return new FloatHistogram(
                CounterReset.UNKNOWN, 2, 0.001, 0, all, all * 1.5,
                BucketCounts.adjacent(3, counts), BucketCounts.none(), List.of());
    }

    /// A disk with one file in the folder.
    static SimulatedDisk with(String name, byte[] content) {
        var disk = disk();
        try {
            disk.makeFolder(FOLDER);
            try (var file = disk.create(FOLDER.resolve(name))) {
                file.write(ByteBuffer.wrap(content));
                file.force();
            }
            disk.syncFolder(FOLDER);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return disk;
    }

    static int sum(byte[] bytes, int from, int to) {
        return Checksum.of(MemorySegment.ofArray(bytes).asSlice(from, to - from));
    }

    static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Makes the checksum of the file's header right.
    static void mendHeader(byte[] file) {
        if (file.length >= FileHeader.BYTES) {
            little(file).putInt(HEADER_SUM_AT, sum(file, 0, HEADER_SUM_AT));
        }
    }

    /// Makes a record begin at `from` and where each of them ends, until `to`: with the mark, a length that fits, and
    /// right checksums.
    static void mendRecords(byte[] file, int from, int to) {
        var buffer = little(file);
        int at = from;
        while (at + Records.HEADER_BYTES <= to) {
            int room = to - at - Records.HEADER_BYTES;
            int length = Math.min(buffer.getInt(at + LENGTH_AT) & Integer.MAX_VALUE, room);
            int payload = at + Records.HEADER_BYTES;
            buffer.putInt(at, MARK);
            buffer.putInt(at + LENGTH_AT, length);
            buffer.putInt(at + PAYLOAD_SUM_AT, sum(file, payload, payload + length));
            buffer.putInt(at + HEADER_SUM_AT, sum(file, at, at + HEADER_SUM_AT));
            at = payload + length;
        }
    }
}

package dev.headroom.blocks;

import dev.headroom.files.Disk;
import dev.headroom.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Blocks with random numbers and histograms, and those samples as plain maps to compare with.
final class WrittenBlocks {

    static final Path FOLDER = Path.of("/blocks");
    static final int SAMPLES_PER_CHUNK = 20;

    private WrittenBlocks() {}

    /// Samples by time, by labels.
    static NavigableMap<Labels, NavigableMap<Long, Stored>> samples(SplittableRandom random, int series, long start) {
        var all = new TreeMap<Labels, NavigableMap<Long, Stored>>();
        for (int i = 0; i < series; i++) {
            var labels = Labels.builder()
                    .set(Labels.NAME, "metric_" + i % 3)
                    .set("instance", "10.0.0." + i)
                    .set("ünicode", i % 2 == 0 ? "straße" : "")
                    .set("code", List.of("", "200", "404", "500").get(random.nextInt(4)))
                    .build();
            var samples = new TreeMap<Long, Stored>();
            long time = start + random.nextInt(1000);
            var kinds = ObservedHistogram.Kind.values();
            var observed = new ObservedHistogram(random, kinds[random.nextInt(kinds.length)]);
            boolean isHistogram = i % 20 == 3;
            for (int n = random.nextInt(1, isHistogram ? 25 : 100); n > 0; n--) {
                if (isHistogram) {
                    samples.put(time, Stored.of(observed.next()));
                } else {
                    samples.put(time, Stored.number(random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(5)));
                }
                time += 1000 + random.nextInt(20);
            }
            all.put(labels, samples);
        }
        return all;
    }

    static Block write(Disk disk, long id, Map<Labels, NavigableMap<Long, Stored>> samples) throws IOException {
        try (var writer = BlockWriter.create(disk, FOLDER, id)) {
            for (var series : samples.entrySet()) {
                writer.add(series.getKey(), chunks(series.getValue()));
            }
            var path = writer.finish(new BlockWriter.Origin(id, 0, List.of()));
            return Block.open(disk, path, damage -> {
                throw new IllegalStateException(damage.toString());
            });
        }
    }

    static List<Chunk> chunks(Map<Long, Stored> samples) {
        var sequence = new ChunkSequence(SAMPLES_PER_CHUNK);
        samples.forEach((time, sample) -> sequence.append(time, sample.value(), sample.histogram()));
        return sequence.finish();
    }

    /// Everything a block gives, as plain maps.
    static NavigableMap<Labels, NavigableMap<Long, Stored>> read(Block block) {
        var all = new TreeMap<Labels, NavigableMap<Long, Stored>>();
        block.select(Long.MIN_VALUE, Long.MAX_VALUE, List.of()).forEach(series -> {
            var samples = ChunkMerge.read(series.chunks(), Long.MIN_VALUE, Long.MAX_VALUE);
            var map = new TreeMap<Long, Stored>();
            for (int i = 0; i < samples.size(); i++) {
                map.put(samples.timestamp(i), Stored.of(samples.value(i), samples.histogram(i)));
            }
            all.put(series.labels(), map);
        });
        return all;
    }
}

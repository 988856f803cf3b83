package dev.headroom.tsdb;

import dev.headroom.blocks.BlockInfo;
import dev.headroom.blocks.BlockSeries;
import dev.headroom.blocks.Chunk;
import dev.headroom.blocks.ChunkMerge;
import dev.headroom.files.Disk;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.timeline.Timeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Samples that survive: a head in memory, the log of what is in it, and blocks on disk of what is older; and the
/// newest exemplars, with a log of their own.
///
/// It has no thread. The owner calls [#tick] about once a second and [#maintain] about twice a minute, one after the
/// other; any number of threads append and query meanwhile. One storage at a time has a folder.
public final class Storage implements Queryable, SampleSink, AutoCloseable {

    /* What is where.
     *
     * 1. A batch is in the head, then in the log, then its commit returns. What a killed process had committed, the
     *    next one reads from the log.
     * 2. A cut moves a span of time from the head to a block: from now on the head refuses samples before the end of
     *    the span, and the log begins a new file; the block is written; the head forgets the span; files of the log
     *    whose samples are all in blocks go. The block says up to which file of the log it holds what before which
     *    time, so a process that ended in between finds nothing twice.
     * 3. A query looks at the head first and at the blocks then, so what moves meanwhile is found twice rather than
     *    not at all; of equal timestamps one counts, the head's first.
     */

    private final Disk.FolderLock lock;
    private final StorageOptions options;
    private final Timeline timeline;
    private final StorageCounters counters;
    private final SampleLog log;
    private final ExemplarLog exemplarLog;
    private final BlockFolder blocks;
    private final Head head;
    private final StorageUpkeep upkeep;
    private final LogTail tail;
    private final long replayNanos;

    private Storage(Disk disk, Path folder, Disk.FolderLock lock, Surroundings around) throws IOException {
        this.lock = lock;
        this.options = around.options();
        this.timeline = around.timeline();
        this.counters = new StorageCounters(around.notices());
        long start = timeline.nanos();
        var logFolder = folder.resolve("wal");
        var blockFolder = folder.resolve("blocks");
        var exemplarFolder = folder.resolve("exemplars");
        disk.makeFolder(logFolder);
        disk.makeFolder(blockFolder);
        disk.makeFolder(exemplarFolder);
        disk.syncFolder(folder);
        this.log = new SampleLog(disk, logFolder, options, counters, timeline);
        this.blocks = new BlockFolder(disk, blockFolder, options.head().samplesPerChunk(), counters);
        this.exemplarLog = new ExemplarLog(disk, exemplarFolder, options, counters);
        this.head = new Head(options.head(), log, new Exemplars(options.head().exemplars(), exemplarLog::append));
        this.upkeep = new StorageUpkeep(head, log, blocks, counters, options, timeline);
        try {
            blocks.open();
            var infos = blocks.infos();
            log.replay(head, (segment, time) -> infos.stream()
                    .anyMatch(block -> segment <= block.logSegment() && time < block.cutMillis()));
            infos.stream()
                    .max(Comparator.comparingLong(BlockInfo::logSegment))
                    .ifPresent(newest -> head.refuseBefore(newest.cutMillis(), () -> {}));
            exemplarLog.replay(head.exemplars());
            upkeep.watchClock();
        } catch (IOException | RuntimeException failure) {
            blocks.close();
            throw failure;
        }
        this.tail = new LogTail(disk, log, head::newestMillis);
        this.replayNanos = timeline.nanos() - start;
    }

    /// What a storage is given.
    ///
    /// @param notices told in one line of what was lost, isolated or recovered
    public record Surroundings(StorageOptions options, Timeline timeline, Consumer<String> notices) {}

    /// Opens a folder, or begins it.
    ///
    /// @throws StorageException when another process has it, a newer program wrote it, or the disk refuses
    public static Storage open(Disk disk, Path folder, Surroundings around) {
        try {
            disk.makeFolder(folder);
            var lock = disk.lock(folder);
            try {
                FolderFormat.check(disk, folder, around.notices());
                return new Storage(disk, folder, lock, around);
            } catch (IOException | RuntimeException failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw StorageException.of(folder, failure);
        }
    }

    @Override
    public Appender appender() {
        return head.appender();
    }

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        var selected = new ArrayList<Selected>();
        for (var series : collect(minMillis, maxMillis, matchers)) {
            var samples = ChunkMerge.read(series.chunks(), minMillis, maxMillis);
            if (samples.size() > 0) {
                selected.add(new Selected(series.labels(), samples));
            }
        }
        return selected;
    }

    private List<BlockSeries> collect(long minMillis, long maxMillis, List<Matcher> matchers) {
        var inHead = head.collect(minMillis, maxMillis, matchers);
        try (var lease = blocks.shelf().lease(minMillis, maxMillis)) {
            if (lease.blocks().isEmpty()) {
                return inHead;
            }
            Map<Labels, List<Chunk>> chunks = new HashMap<>();
            inHead.forEach(series -> chunks.put(series.labels(), new ArrayList<>(series.chunks())));
            for (var block : lease.blocks().reversed()) {
                block.select(minMillis, maxMillis, matchers).forEach(series -> chunks.computeIfAbsent(
                        series.labels(), _ -> new ArrayList<>()).addAll(series.chunks()));
            }
            return chunks.entrySet().stream()
                    .map(entry -> new BlockSeries(entry.getKey(), entry.getValue()))
                    .sorted(Comparator.comparing(BlockSeries::labels))
                    .toList();
        }
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        var inHead = head.series(minMillis, maxMillis, matchers);
        var inBlocks = inBlocks(minMillis, maxMillis, matchers);
        if (inBlocks.isEmpty()) {
            return inHead;
        }
        inBlocks.addAll(inHead);
        return List.copyOf(inBlocks);
    }

    private SortedSet<Labels> inBlocks(long minMillis, long maxMillis, List<Matcher> matchers) {
        var found = new TreeSet<Labels>();
        try (var lease = blocks.shelf().lease(minMillis, maxMillis)) {
            lease.blocks().forEach(block -> found.addAll(block.series(minMillis, maxMillis, matchers)));
        }
        return found;
    }

    @Override
    public SortedSet<String> labelNames(long minMillis, long maxMillis, List<Matcher> matchers) {
        var names = head.labelNames(minMillis, maxMillis, matchers);
        inBlocks(minMillis, maxMillis, matchers).forEach(labels -> names.addAll(labels.names()));
        return names;
    }

    @Override
    public SortedSet<String> labelValues(String name, long minMillis, long maxMillis, List<Matcher> matchers) {
        var values = head.labelValues(name, minMillis, maxMillis, matchers);
        inBlocks(minMillis, maxMillis, matchers).stream()
                .filter(labels -> labels.has(name))
                .forEach(labels -> values.add(labels.value(name)));
        return values;
    }

    /// The observations that samples pointed at.
    public Exemplars exemplars() {
        return head.exemplars();
    }

    /// Makes the log durable, when the policy wants that now.
    public void tick() {
        log.tick();
        exemplarLog.tick();
    }

    /// Looks at the clock, moves old samples from memory to blocks, makes bigger blocks of small ones, and deletes what
    /// is past its retention. What fails is counted and tried again the next time.
    public void maintain() {
        upkeep.run();
    }

    /// What the storage holds and what has happened to it.
    public StorageStatistics statistics() {
        return new StorageStatistics(
                head.statistics(),
                head.oldestMillis(),
                head.newestMillis(),
                blocks.infos(),
                new StorageStatistics.Log(log.segments(), log.bytes()),
                options,
                replayNanos);
    }

    /// The log, to read along what is committed.
    public LogTail log() {
        return tail;
    }

    StorageCounters counters() {
        return counters;
    }

    /// Writes everything that is in memory to a block; for a folder that is to be read elsewhere, and for tests.
    public void flush() {
        upkeep.cutEverything();
    }

    /// Ends the storage; what is appended or asked afterwards is lost or fails.
    @Override
    public void close() {
        try (lock) {
            upkeep.stop();
            log.close();
            exemplarLog.close();
            blocks.close();
        } catch (IOException failure) {
            counters.notice("lock: " + failure.getMessage());
        }
    }
}

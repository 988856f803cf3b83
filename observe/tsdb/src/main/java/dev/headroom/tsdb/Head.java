package dev.headroom.tsdb;

import dev.headroom.blocks.Chunk;
import dev.headroom.blocks.ChunkReader;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.HeadBatch.Entry;
import dev.headroom.tsdb.HeadBatch.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The storage of recent samples, in memory: compressed chunks per series and an index of their labels.
///
/// Safe for any number of appending and querying threads. A batch becomes visible as a whole, and one call of
/// [#select] or [#series] sees each batch as a whole. Time is whatever the samples and the owner say: the owner calls
/// [#retain] every now and then. Out-of-order samples are refused.
public final class Head implements Queryable, SampleSink {

    /* How threads share the head.
     *
     * 1. All changes (commit, forget) happen under the write lock, for as long as it takes to compress a batch.
     * 2. A query holds the read lock while it looks up series and notes their chunks with the count of samples each
     *    has at that moment. It decompresses after it has let go: what was written into a chunk never changes (see
     *    ChunkWriter), and a commit that follows only adds behind that count.
     * 3. A batch checks its samples against the newest of the series without any lock, so that scrapes do not wait for
     *    each other; the commit checks again, under the lock.
     * 4. `places` counts series held and series that open batches have announced, so that the limit holds however
     *    many batches are open, and a sample knows at once that it was refused.
     */

    /// The [HeadStatistics#keptFromMillis] of a head that has not forgotten anything yet.
    public static final long EVERYTHING_KEPT = Long.MIN_VALUE;

    private final HeadOptions options;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Labels, MemorySeries> byLabels = new ConcurrentHashMap<>();
    private final LabelIndex index = new LabelIndex();
    private final AtomicInteger places = new AtomicInteger();
    private final Map<Append, LongAdder> refused = new EnumMap<>(Append.class);
    private long lastRef;
    private long appended;
    private long seriesRemoved;
    private volatile long keptFromMillis = EVERYTHING_KEPT;

    public Head(HeadOptions options) {
        this.options = options;
        for (var reason : Append.values()) {
            if (reason != Append.STORED) {
                refused.put(reason, new LongAdder());
            }
        }
    }

    @Override
    public Appender appender() {
        return new HeadBatch(this);
    }

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        var noted = new ArrayList<Noted>();
        long fromMillis;
        lock.readLock().lock();
        try {
            fromMillis = Math.max(minMillis, keptFromMillis);
            noteChunks(fromMillis, maxMillis, matchers, noted);
        } finally {
            lock.readLock().unlock();
        }
        noted.sort(Comparator.comparing(Noted::labels));
        var selected = new ArrayList<Selected>(noted.size());
        for (var series : noted) {
            var samples = read(series.chunks(), fromMillis, maxMillis);
            if (samples.size() > 0) {
                selected.add(new Selected(series.labels(), samples));
            }
        }
        return selected;
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        var noted = new ArrayList<Noted>();
        long fromMillis;
        lock.readLock().lock();
        try {
            fromMillis = Math.max(minMillis, keptFromMillis);
            noteChunks(fromMillis, maxMillis, matchers, noted);
        } finally {
            lock.readLock().unlock();
        }
        return noted.stream()
                .filter(series -> series.chunks().stream().anyMatch(chunk -> chunk.hasSampleIn(fromMillis, maxMillis)))
                .map(Noted::labels)
                .sorted()
                .toList();
    }

    /// A series a query has found, with the chunks it will read.
    private record Noted(Labels labels, List<Chunk> chunks) {}

    private void noteChunks(long fromMillis, long toMillis, List<Matcher> matchers, List<Noted> noted) {
        for (var series : index.find(matchers)) {
            var chunks = new ArrayList<Chunk>();
            series.collectChunks(fromMillis, toMillis, chunks);
            if (!chunks.isEmpty()) {
                noted.add(new Noted(series.labels(), chunks));
            }
        }
    }

    private static Samples read(List<Chunk> chunks, long fromMillis, long toMillis) {
        int room = 0;
        for (var chunk : chunks) {
            room += chunk.count();
        }
        var timestamps = new long[room];
        var values = new double[room];
        int size = 0;
        for (var chunk : chunks) {
            var reader = new ChunkReader(chunk);
            while (reader.next() && reader.timestamp() <= toMillis) {
                if (reader.timestamp() >= fromMillis) {
                    timestamps[size] = reader.timestamp();
                    values[size++] = reader.value();
                }
            }
        }
        return new Samples(timestamps, values, size);
    }

    /// Forgets what is older than the limit `retention`.
    public void retain(Instant now) {
        forget(now.minus(options.retention()));
    }

    /// Forgets every sample before the given time, and every series without a later one. Samples before it are
    /// refused from now on. Memory is freed by whole chunks. A time before an earlier call's changes nothing.
    public void forget(Instant before) {
        long millis = before.toEpochMilli();
        lock.writeLock().lock();
        try {
            if (millis <= keptFromMillis) {
                return;
            }
            keptFromMillis = millis;
            var dead = new ArrayList<MemorySeries>();
            for (var series : index.everything()) {
                if (series.lastMillis() < millis) {
                    dead.add(series);
                } else {
                    series.dropChunksBefore(millis);
                }
            }
            remove(dead);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void remove(Collection<MemorySeries> dead) {
        for (var series : dead) {
            series.markRemoved();
            byLabels.remove(series.labels());
        }
        index.remove(dead);
        places.addAndGet(-dead.size());
        seriesRemoved += dead.size();
    }

    /// What the head holds now; walks every series.
    public HeadStatistics statistics() {
        lock.readLock().lock();
        try {
            var held = index.everything();
            long chunks = 0;
            long samples = 0;
            long bytes = 0;
            for (var series : held) {
                chunks += series.chunkCount();
                samples += series.sampleCount();
                bytes += series.chunkBytes();
            }
            var reasons = new EnumMap<Append, Long>(Append.class);
            refused.forEach((reason, count) -> reasons.put(reason, count.sum()));
            return new HeadStatistics(held.size(), chunks, samples, bytes, keptFromMillis, appended, lastRef,
                    seriesRemoved, reasons);
        } finally {
            lock.readLock().unlock();
        }
    }

    long keptFromMillis() {
        return keptFromMillis;
    }

    @Nullable MemorySeries find(Labels labels) {
        return byLabels.get(labels);
    }

    /// Takes a place under the limit `series`; false when there is none.
    boolean reserveSeries() {
        int held = places.getAndUpdate(taken -> taken < options.series() ? taken + 1 : taken);
        return held < options.series();
    }

    void releaseSeries() {
        places.decrementAndGet();
    }

    void countRefused(Append reason) {
        var counter = refused.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /// Stores the samples of a batch, which become visible together.
    void store(List<Row> rows) {
        lock.writeLock().lock();
        try {
            for (var row : rows) {
                var verdict = store(row);
                if (verdict != Append.STORED) {
                    countRefused(verdict);
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Append store(Row row) {
        if (row.timestampMillis() < keptFromMillis) {
            return Append.TOO_OLD;
        }
        var series = settled(row.entry());
        if (series == null) {
            return create(row);
        }
        var verdict = series.check(row.timestampMillis(), row.value());
        if (verdict == Append.STORED && row.timestampMillis() > series.lastMillis()) {
            series.add(row.timestampMillis(), row.value());
            appended++;
        }
        return verdict;
    }

    /// The series of an entry as the head knows it now: it may have been removed, or created by another batch, since
    /// the entry was made.
    private @Nullable MemorySeries settled(Entry entry) {
        var series = entry.series();
        if (series == null || series.isRemoved()) {
            series = byLabels.get(entry.labels());
            if (series != null) {
                entry.settle(series);
            }
        }
        return series;
    }

    private Append create(Row row) {
        var entry = row.entry();
        if (!entry.takeReservation() && !reserveSeries()) {
            return Append.SERIES_LIMIT;
        }
        var series = new MemorySeries(
                ++lastRef, entry.labels(), options.samplesPerChunk(), row.timestampMillis(), row.value());
        byLabels.put(entry.labels(), series);
        index.add(series);
        entry.settle(series);
        appended++;
        return Append.STORED;
    }
}

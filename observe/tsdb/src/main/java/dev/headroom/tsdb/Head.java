package dev.headroom.tsdb;

import dev.headroom.blocks.BlockSeries;
import dev.headroom.blocks.Chunk;
import dev.headroom.blocks.ChunkMerge;
import dev.headroom.model.FloatHistogram;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.tsdb.HeadBatch.Entry;
import dev.headroom.tsdb.HeadBatch.Pointed;
import dev.headroom.tsdb.HeadBatch.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The storage of recent samples, in memory: compressed chunks per series and an index of their labels.
///
/// Safe for any number of appending and querying threads. A batch becomes visible as a whole, and one call of
/// [#select] or [#series] sees each batch as a whole. Time is whatever the samples and the owner say: the owner calls
/// [#retain] every now and then. Out-of-order samples are refused.
public final class Head implements Queryable, SampleSink {

    /* How threads share the head.
     *
     * 1. All changes (commit, forget) happen under the write lock, for as long as it takes to compress a batch. Around
     *    it they hold `changing`, so that the journal is told of batches in the order in which they were stored, while
     *    queries go on.
     * 2. A query holds the read lock while it looks up series and notes their chunks with the count of samples each
     *    has at that moment. It decompresses after it has let go: what was written into a chunk never changes (see
     *    ChunkWriter), and a commit that follows only adds behind that count.
     * 3. A batch checks its samples against the newest of the series without any lock, so that scrapes do not wait for
     *    each other; the commit checks again, under the lock.
     * 4. `places` counts series held and series that open batches have announced, so that the limit holds however
     *    many batches are open, and a sample knows at once that it was refused.
     *
     * What may be stored: nothing before `acceptFromMillis`; of what is older than the newest of its series only what
     * `lateFromMillis` or the limit `outOfOrderWindow` allows.
     */

    /// The [HeadStatistics#keptFromMillis] of a head that has not forgotten anything yet.
    public static final long EVERYTHING_KEPT = Long.MIN_VALUE;

    private static final long NEVER = Long.MAX_VALUE;

    private final HeadOptions options;
    private final Journal journal;
    private final Exemplars exemplars;
    private final ReentrantLock changing = new ReentrantLock();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Labels, MemorySeries> byLabels = new ConcurrentHashMap<>();
    private final LabelIndex index = new LabelIndex();
    private final AtomicInteger places = new AtomicInteger();
    private final Map<Append, LongAdder> refused = new EnumMap<>(Append.class);
    private long lastRef;
    private long appended;
    private long appendedLate;
    private long seriesRemoved;
    private volatile long newestMillis = Long.MIN_VALUE;
    private volatile long keptFromMillis = EVERYTHING_KEPT;
    private volatile long acceptFromMillis = EVERYTHING_KEPT;
    private volatile long lateFromMillis = NEVER;

    public Head(HeadOptions options) {
        this(options, Journal.NONE, new Exemplars(options.exemplars()));
    }

    Head(HeadOptions options, Journal journal, Exemplars exemplars) {
        this.options = options;
        this.journal = journal;
        this.exemplars = exemplars;
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

    /// The observations that samples pointed at.
    public Exemplars exemplars() {
        return exemplars;
    }

    @Override
    public List<Selected> select(long minMillis, long maxMillis, List<Matcher> matchers) {
        long fromMillis = Math.max(minMillis, keptFromMillis);
        var selected = new ArrayList<Selected>();
        for (var series : collect(fromMillis, maxMillis, matchers)) {
            var samples = ChunkMerge.read(series.chunks(), fromMillis, maxMillis);
            if (samples.size() > 0) {
                selected.add(new Selected(series.labels(), samples));
            }
        }
        return selected;
    }

    @Override
    public List<Labels> series(long minMillis, long maxMillis, List<Matcher> matchers) {
        long fromMillis = Math.max(minMillis, keptFromMillis);
        return collect(fromMillis, maxMillis, matchers).stream()
                .filter(series -> series.chunks().stream().anyMatch(chunk -> chunk.hasSampleIn(fromMillis, maxMillis)))
                .map(BlockSeries::labels)
                .toList();
    }

    @Override
    public SortedSet<String> labelNames(long minMillis, long maxMillis, List<Matcher> matchers) {
        return matchers.isEmpty()
                ? indexed(() -> index.names(within(minMillis, maxMillis)))
                : Queryable.super.labelNames(minMillis, maxMillis, matchers);
    }

    @Override
    public SortedSet<String> labelValues(String name, long minMillis, long maxMillis, List<Matcher> matchers) {
        return matchers.isEmpty()
                ? indexed(() -> index.values(name, within(minMillis, maxMillis)))
                : Queryable.super.labelValues(name, minMillis, maxMillis, matchers);
    }

    private Predicate<MemorySeries> within(long minMillis, long maxMillis) {
        long fromMillis = Math.max(minMillis, keptFromMillis);
        return series -> series.hasSampleIn(fromMillis, maxMillis);
    }

    private <T> T indexed(Supplier<T> question) {
        lock.readLock().lock();
        try {
            return question.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// The series that pass all matchers with their chunks that overlap the span, sorted by labels.
    List<BlockSeries> collect(long fromMillis, long toMillis, List<Matcher> matchers) {
        var found = new ArrayList<BlockSeries>();
        lock.readLock().lock();
        try {
            for (var series : index.find(matchers)) {
                var chunks = new ArrayList<Chunk>();
                series.collectChunks(fromMillis, toMillis, chunks);
                if (!chunks.isEmpty()) {
                    found.add(new BlockSeries(series.labels(), chunks));
                }
            }
        } finally {
            lock.readLock().unlock();
        }
        found.sort(Comparator.comparing(BlockSeries::labels));
        return found;
    }

    /// Forgets what is older than the limit `retention`.
    public void retain(Instant now) {
        forget(now.minus(options.retention()));
    }

    /// Forgets every sample before the given time, and every series without a later one. Samples before it are
    /// refused from now on. Memory is freed by whole chunks. A time before an earlier call's changes nothing.
    public void forget(Instant before) {
        forget(before.toEpochMilli(), MemorySeries::dropChunksBefore);
    }

    /// As [#forget], and frees the memory of every sample before the time.
    void release(long beforeMillis) {
        forget(beforeMillis, MemorySeries::dropSamplesBefore);
    }

    private void forget(long beforeMillis, ObjLongConsumer<MemorySeries> drop) {
        changing.lock();
        lock.writeLock().lock();
        try {
            if (beforeMillis <= keptFromMillis) {
                return;
            }
            keptFromMillis = beforeMillis;
            acceptFromMillis = Math.max(acceptFromMillis, beforeMillis);
            var dead = new ArrayList<MemorySeries>();
            for (var series : index.everything()) {
                if (series.lastMillis() < beforeMillis) {
                    dead.add(series);
                } else {
                    drop.accept(series, beforeMillis);
                }
            }
            remove(dead);
        } finally {
            lock.writeLock().unlock();
            changing.unlock();
        }
    }

    /// Refuses samples before a time from now on, and then does something before any other batch is stored.
    void refuseBefore(long millis, Runnable then) {
        changing.lock();
        try {
            acceptFromMillis = Math.max(acceptFromMillis, millis);
            then.run();
        } finally {
            changing.unlock();
        }
    }

    /// Takes samples from a time on, even of series that have newer ones, until [#admitNothingLate]: the clock was set
    /// back.
    void admitFrom(long millis) {
        changing.lock();
        try {
            lateFromMillis = Math.min(lateFromMillis, millis);
            acceptFromMillis = Math.min(acceptFromMillis, millis);
            keptFromMillis = Math.min(keptFromMillis, millis);
        } finally {
            changing.unlock();
        }
    }

    void admitNothingLate() {
        lateFromMillis = NEVER;
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
            return new HeadStatistics(held.size(), chunks, samples, bytes, keptFromMillis, appended,
                    appendedLate, lastRef, seriesRemoved, reasons);
        } finally {
            lock.readLock().unlock();
        }
    }

    long acceptFromMillis() {
        return acceptFromMillis;
    }

    /// The time of the newest sample there ever was; [Long#MIN_VALUE] before the first.
    long newestMillis() {
        return newestMillis;
    }

    /// The time of the oldest sample, if there is one; walks every series.
    OptionalLong oldestMillis() {
        lock.readLock().lock();
        try {
            return index.everything().stream().mapToLong(MemorySeries::firstMillis).min();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// What becomes of a sample that its series alone would have judged so.
    Append allowingLate(Append verdict, long timestampMillis) {
        return verdict == Append.OUT_OF_ORDER && isAdmittedLate(timestampMillis) ? Append.STORED : verdict;
    }

    private boolean isAdmittedLate(long timestampMillis) {
        long window = options.outOfOrderWindow().toMillis();
        return timestampMillis >= lateFromMillis || (window > 0 && timestampMillis >= newestMillis - window);
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

    /// Stores the samples of a batch, which become visible together, and then tells the journal.
    void store(List<Row> rows, List<Pointed> pointed) {
        changing.lock();
        try {
            var stored = new ArrayList<Row>(rows.size());
            lock.writeLock().lock();
            try {
                for (var row : rows) {
                    long before = appended;
                    var verdict = store(row);
                    if (verdict != Append.STORED) {
                        countRefused(verdict);
                    } else if (appended != before) {
                        stored.add(row);
                    }
                }
            } finally {
                lock.writeLock().unlock();
            }
            journal.append(stored);
            exemplars.add(pointed);
        } finally {
            changing.unlock();
        }
    }

    private Append store(Row row) {
        if (row.timestampMillis() < acceptFromMillis) {
            return Append.TOO_OLD;
        }
        var entry = row.entry();
        var series = settled(entry);
        if (series == null) {
            if (!entry.takeReservation() && !reserveSeries()) {
                return Append.SERIES_LIMIT;
            }
            series = create(entry.labels(), entry.logRef());
            entry.settle(series);
        }
        var verdict = series.check(row.timestampMillis(), row.value(), row.histogram());
        boolean late = verdict == Append.OUT_OF_ORDER && isAdmittedLate(row.timestampMillis());
        return late || verdict == Append.STORED
                ? add(series, row.timestampMillis(), row.value(), row.histogram())
                : verdict;
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

    private MemorySeries create(Labels labels, LogRef logRef) {
        var series = new MemorySeries(++lastRef, labels, options.samplesPerChunk(), logRef);
        byLabels.put(labels, series);
        index.add(series);
        return series;
    }

    private Append add(
            MemorySeries series, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        if (timestampMillis > series.lastMillis()) {
            series.add(timestampMillis, value, histogram);
            newestMillis = Math.max(newestMillis, timestampMillis);
            appended++;
        } else if (timestampMillis < series.lastMillis()) {
            var verdict = series.addLate(timestampMillis, value, histogram);
            if (verdict != Append.STORED) {
                return verdict;
            }
            appended++;
            appendedLate++;
        }
        return Append.STORED;
    }

    /// Takes back a sample that the journal remembers, whatever its time. Not while batches are stored.
    ///
    /// @param series what [#restored] gave
    void restore(
            MemorySeries series, long timestampMillis, double value, @Nullable FloatHistogram histogram) {
        var _ = add(series, timestampMillis, value, histogram);
    }

    /// The series that takes back what the journal remembers.
    MemorySeries restored(Labels labels) {
        var series = byLabels.get(labels);
        if (series == null) {
            places.incrementAndGet();
            series = create(labels, new LogRef());
        }
        return series;
    }
}

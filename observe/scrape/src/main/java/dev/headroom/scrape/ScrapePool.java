package dev.headroom.scrape;

import dev.headroom.model.Labels;
import dev.headroom.scrape.PageReader.MetricMetadata;
import dev.headroom.scrape.ScrapeTarget.Identity;
import dev.headroom.timeline.Timeline;
import dev.headroom.tsdb.SampleSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All scrape loops of a program. Each discovery is handed to [#sync]: loops of new targets start, loops of targets
/// that are gone end, the others go on undisturbed.
///
/// The series of a target that is gone get stale markers at once, so that no query counts a replica that was removed.
/// When a new target with the same labels takes its place (another path, other settings), it inherits the series
/// instead, and only those that it does not have end with its first scrape.
public final class ScrapePool implements AutoCloseable {

    /// More targets than this are not scraped; the log names the limit.
    public static final int MAX_TARGETS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ScrapePool.class);

    private final ScrapeLoop.Surroundings around;
    private final long jitterSeed;
    private final Map<Identity, ScrapeLoop> loops = new LinkedHashMap<>();
    private Discovery discovery = Discovery.NONE;
    private Set<String> names = Set.of();

    /// @param jitterSeed moves the offsets of all targets, so that two programs do not scrape in step
    public ScrapePool(Timeline timeline, PageFetcher fetcher, PageReader reader, SampleSink sink, long jitterSeed) {
        this(timeline, new Pages(fetcher, reader), sink, jitterSeed);
    }

    /// Where pages come from, and who reads them.
    public record Pages(PageFetcher fetcher, PageReader reader) {}

    /// @param jitterSeed moves the offsets of all targets, so that two programs do not scrape in step
    public ScrapePool(Timeline timeline, Pages pages, SampleSink sink, long jitterSeed) {
        this.around =
                new ScrapeLoop.Surroundings(timeline, pages.fetcher(), pages.reader(), sink, new ScrapeTotals());
        this.jitterSeed = jitterSeed;
    }

    /// Makes the running loops those of `discovery`.
    public synchronized void sync(Discovery discovery) {
        this.discovery = discovery;
        var wanted = wanted(discovery.targets());
        var leaving = new HashMap<Labels, ArrayDeque<ScrapeLoop>>();
        loops.entrySet().removeIf(entry -> {
            boolean gone = !wanted.containsKey(entry.getKey());
            if (gone) {
                leaving.computeIfAbsent(entry.getKey().labels(), _ -> new ArrayDeque<>()).add(entry.getValue());
            }
            return gone;
        });
        wanted.forEach((identity, target) -> {
            var running = loops.get(identity);
            if (running != null) {
                running.discovered(target);
                return;
            }
            var predecessor = leaving.getOrDefault(identity.labels(), new ArrayDeque<>()).poll();
            var loop = new ScrapeLoop(target, around, predecessor == null ? new SeriesMemory() : predecessor.stop());
            loops.put(identity, loop);
            loop.start(initialDelay(identity));
        });
        leaving.values().forEach(loops -> loops.forEach(loop -> {
            loop.stop();
            loop.end();
        }));
    }

    private static Map<Identity, ScrapeTarget> wanted(List<ScrapeTarget> targets) {
        var wanted = new LinkedHashMap<Identity, ScrapeTarget>();
        for (var target : targets) {
            if (wanted.size() == MAX_TARGETS && !wanted.containsKey(target.identity())) {
                LOG.error("limit exceeded: {} scrape targets, only the first {} are scraped (scrape targets)",
                        targets.size(), MAX_TARGETS);
                break;
            }
            wanted.put(target.identity(), target);
        }
        return wanted;
    }

    /// The time to the first scrape: targets are spread over the interval by a hash of what they are, and a target
    /// keeps its place on the clock across restarts.
    private Duration initialDelay(Identity identity) {
        long interval = Math.max(1, identity.settings().interval().toMillis());
        long phase = Math.floorMod(around.timeline().now().toEpochMilli(), interval);
        long hash = 31L * identity.url().hashCode() + identity.labels().hashCode();
        long offset = Math.floorMod(mix(hash ^ jitterSeed), interval);
        return Duration.ofMillis(Math.floorMod(offset - phase, interval));
    }

    /// Spreads similar hashes over all 64 bits (the finalizer of SplitMix64, Steele et al. 2014).
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /// The targets that are scraped, by pool and URL.
    public List<TargetHealth> active() {
        List<ScrapeLoop> now;
        synchronized (this) {
            now = List.copyOf(loops.values());
        }
        return now.stream()
                .map(ScrapeLoop::health)
                .sorted(Comparator.comparing(TargetHealth::pool).thenComparing(TargetHealth::scrapeUrl))
                .toList();
    }

    /// The targets that discovery found and nobody scrapes, with the reason.
    public synchronized List<Discovery.Dropped> dropped() {
        return discovery.dropped();
    }

    /// What the page of one running target says of its metrics.
    public record Described(Labels labels, List<MetricMetadata> metadata) {}

    /// What the pages of the running targets say of their metrics.
    public List<Described> described() {
        List<ScrapeLoop> now;
        synchronized (this) {
            now = List.copyOf(loops.values());
        }
        return now.stream()
                .map(loop -> new Described(loop.health().labels(), loop.metadata()))
                .toList();
    }

    /// The names of the jobs that discovery looks for, those without targets too.
    public synchronized Set<String> names() {
        return names;
    }

    /// Tells which jobs there are, for [#names()].
    public synchronized void named(Set<String> jobs) {
        names = Set.copyOf(jobs);
    }

    public ScrapeTotals.Snapshot totals() {
        return around.totals().snapshot();
    }

    /// Stops all loops. Their series are not ended: after a restart they go on.
    @Override
    public synchronized void close() {
        loops.values().forEach(ScrapeLoop::stop);
        loops.clear();
    }

    static String shown(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}

package dev.headroom.rules;

import dev.headroom.timeline.Timeline.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Evaluates rule groups, each on the grid of its interval, shifted by an offset of its own.
///
/// An evaluation is made as of its grid point, even when it begins a little later; what overruns skips grid points.
/// [#sync] replaces the groups: unchanged ones go on, changed ones keep the state of the rules that they still have.
public final class RuleEvaluator implements AutoCloseable {

    private final GroupRun.Surroundings around;
    private final Map<Key, Running> groups = new LinkedHashMap<>();
    private boolean started;

    private record Key(String file, String name) {}

    private record Running(GroupRun run, Scheduled schedule) {}

    public RuleEvaluator(GroupRun.Surroundings around) {
        this.around = around;
    }

    /// Makes the evaluated groups those of `wanted`.
    public synchronized void sync(List<RuleGroup> wanted) {
        var keys = new ArrayList<Key>();
        for (var group : wanted) {
            var key = new Key(group.file(), group.name());
            keys.add(key);
            var running = groups.get(key);
            if (running == null) {
                boolean restored = started || !around.settings().restore();
                groups.put(key, start(new GroupRun(group, around, restored), !restored));
            } else if (!running.run().group().equals(group)) {
                running.schedule().cancel();
                var next = new GroupRun(group, around, true);
                next.takeOver(running.run());
                groups.put(key, start(next, false));
            }
        }
        groups.entrySet().removeIf(entry -> {
            boolean gone = !keys.contains(entry.getKey());
            if (gone) {
                entry.getValue().schedule().cancel();
                entry.getValue().run().end(around.timeline().now());
            }
            return gone;
        });
        started = true;
    }

    private Running start(GroupRun run, boolean restoreLater) {
        long interval = Math.max(1, run.interval().toMillis());
        long offset = Math.floorMod(
                mix(31L * run.group().file().hashCode() + run.group().name().hashCode()), interval);
        long now = around.timeline().now().toEpochMilli();
        long delay = Math.floorMod(offset - now, interval);
        var evaluations = new int[1];
        Runnable tick = () -> {
            long at = around.timeline().now().toEpochMilli();
            var grid = Instant.ofEpochMilli(at - Math.floorMod(at - offset, interval));
            run.evaluate(grid);
            if (restoreLater && ++evaluations[0] == 2) {
                run.restore(around.timeline().now());
            }
        };
        var schedule = around.timeline().every(Duration.ofMillis(delay), Duration.ofMillis(interval), tick);
        return new Running(run, schedule);
    }

    /// Spreads similar hashes over all 64 bits (the finalizer of SplitMix64, Steele et al. 2014).
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /// All groups, as `/api/v1/rules` lists them.
    public synchronized List<RuleStatus.Group> groups() {
        return groups.values().stream().map(running -> running.run().status()).toList();
    }

    /// How all groups keep their pace; does not wait for evaluations.
    public synchronized List<RuleStatus.Pace> paces() {
        return groups.values().stream().map(running -> running.run().pace()).toList();
    }

    /// All pending and firing alerts, as `/api/v1/alerts` lists them.
    public List<AlertState> alerts() {
        return groups().stream()
                .flatMap(group -> group.rules().stream())
                .flatMap(rule -> rule.alerts().stream())
                .toList();
    }

    /// Takes all groups off the timeline. Their series are not ended: after a restart they go on.
    @Override
    public synchronized void close() {
        groups.values().forEach(running -> running.schedule().cancel());
        groups.clear();
    }
}

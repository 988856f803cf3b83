package dev.headroom.records;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.records.DecisionHistory.Entry;
import dev.headroom.records.DecisionHistory.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The decisions of many autoscalers: of each the newest, and those that said something else than the one before. A
/// thousand autoscalers decide four times a minute and mostly say the same, which is not written again.
public final class ChangedDecisions implements PastDecisions {

    /// Changes of one autoscaler in memory (limit `changes`); older ones are on disk.
    private static final int CHANGES = 10;

    private record Kept(List<Entry> changes, Entry newest) {}

    private final Optional<DecisionFiles> files;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();

    /// @param files where changes are written, too; empty for memory only
    public ChangedDecisions(Optional<DecisionFiles> files) {
        this.files = files;
    }

    public void add(DecisionRecord record) {
        var entry = new Entry(ids.incrementAndGet(), record);
        var before = kept.get(record.autoscaler());
        if (before != null && !saysElse(before.newest().record(), record)) {
            kept.put(record.autoscaler(), new Kept(before.changes(), entry));
            return;
        }
        var changes = new ArrayList<>(before == null ? List.<Entry>of() : before.changes());
        changes.add(entry);
        var newest = changes.subList(Math.max(0, changes.size() - CHANGES), changes.size());
        kept.put(record.autoscaler(), new Kept(List.copyOf(newest), entry));
        files.ifPresent(each -> each.add(entry.id(), new ToldDecision(record, List.of())));
    }

    private static boolean saysElse(DecisionRecord before, DecisionRecord now) {
        return now.decision() instanceof Decision.Scale
                || !before.decision().getClass().equals(now.decision().getClass())
                || !before.desiredReplicas().equals(now.desiredReplicas())
                || !before.constraint().equals(now.constraint());
    }

    /// Forgets an autoscaler that is gone; what is on disk stays.
    public void gone(String autoscaler) {
        kept.remove(autoscaler);
    }

    @Override
    public List<Entry> newest(String autoscaler) {
        var found = kept.get(autoscaler);
        if (found == null) {
            return List.of();
        }
        var all = new ArrayList<>(found.changes());
        if (all.getLast().id() != found.newest().id()) {
            all.add(found.newest());
        }
        return all;
    }

    /// Out of the files where there are some: what was said then, and as the last one the newest.
    @Override
    public List<Entry> read(Request request) throws IOException {
        var found = new ArrayList<Entry>();
        if (files.isPresent()) {
            found.addAll(files.get().history().read(request));
        }
        kept.entrySet().stream()
                .filter(each -> request.autoscaler().map(each.getKey()::equals).orElse(true))
                .flatMap(each -> newest(each.getKey()).stream())
                .filter(each -> !each.record().time().isBefore(request.from())
                        && !each.record().time().isAfter(request.to()))
                .filter(each -> found.stream().noneMatch(other -> isSame(other, each)))
                .forEach(found::add);
        found.sort(Comparator.comparing((Entry each) -> each.record().time()).thenComparingLong(Entry::id));
        return List.copyOf(found.subList(Math.max(0, found.size() - request.last()), found.size()));
    }

    private static boolean isSame(Entry one, Entry other) {
        return one.record().time().equals(other.record().time())
                && one.record().autoscaler().equals(other.record().autoscaler());
    }
}

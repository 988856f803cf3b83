package dev.headroom.shadow;

import dev.headroom.hpa.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// All that a shadow writes: each difference between the controllers that act and what Headroom would have done, when
/// it began and what both said. One that goes on with the same numbers is one difference. And where the controllers act
/// on a number that is not what its name says, whether the replicas differ for it or not.
public final class ShadowReport {

    private static final Logger LOG = LoggerFactory.getLogger(ShadowReport.class);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// Differences in memory (limit `differences`).
    private static final int KEPT = 5_000;

    /// When `differences.jsonl` is put aside for a new one (limit `fileBytes`); one older file is kept.
    private static final long FILE_BYTES = 64L << 20;

    private record Tally(long decisions, long agreed, boolean differs, Difference newest) {}

    private final Deque<Difference> differences = new ArrayDeque<>();
    private final Map<String, Tally> tallies = new TreeMap<>();
    private final Optional<Path> file;
    private boolean failing;

    /// @param folder for `differences.jsonl`; empty for memory only
    public ShadowReport(Optional<Path> folder) {
        this.file = folder.map(each -> each.resolve("differences.jsonl"));
    }

    /// @param current the replicas that the target was asked to run
    public synchronized void compared(Difference seen, int current) {
        var before = tallies.get(seen.autoscaler());
        boolean agrees = seen.agrees(current);
        warn(seen, before == null ? List.of() : before.newest().misread());
        boolean same = before != null
                && before.differs()
                && before.newest().stock().desired().equals(seen.stock().desired())
                && before.newest().ours().desired().equals(seen.ours().desired());
        tallies.put(
                seen.autoscaler(),
                new Tally(
                        (before == null ? 0 : before.decisions()) + 1,
                        (before == null ? 0 : before.agreed()) + (agrees ? 1 : 0),
                        !agrees,
                        seen));
        if (agrees || same) {
            return;
        }
        differences.addLast(seen);
        if (differences.size() > KEPT) {
            differences.removeFirst();
        }
        file.ifPresent(path -> append(path, json(seen) + "\n"));
    }

    /// A line in the log for what was not there before.
    private static void warn(Difference seen, List<Reason> before) {
        var known = before.stream().map(ShadowReport::what).toList();
        seen.misread().stream()
                .filter(each -> !known.contains(what(each)))
                .forEach(each -> LOG.warn("{}: {}", seen.autoscaler(), each));
    }

    /// A misreading without its numbers, which change.
    private static String what(Reason reason) {
        return reason.code() + reason.text().split(":", 2)[0];
    }

    public synchronized void gone(String autoscaler) {
        tallies.remove(autoscaler);
    }

    /// How often both agreed about an autoscaler, in words.
    public synchronized Optional<String> tally(String autoscaler) {
        return Optional.ofNullable(tallies.get(autoscaler))
                .map(each -> each.agreed() + " of " + each.decisions() + " decisions"
                        + (each.differs() ? "; they differ now" : "; they agree now"));
    }

    private void append(Path path, String line) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            if (Files.exists(path) && Files.size(path) > FILE_BYTES) {
                Files.move(path, path.resolveSibling("differences-1.jsonl"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.write(
                    path, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            failing = false;
        } catch (IOException failure) {
            if (!failing) {
                LOG.warn("{}: expected to write a difference, got {}; the report goes on in memory",
                        path, failure.toString());
            }
            failing = true;
        }
    }

    /// The report: one entry per autoscaler, with what is misread now, and the differences, newest first.
    public synchronized ObjectNode json() {
        var node = NODES.objectNode();
        ArrayNode all = node.putArray("autoscalers");
        tallies.forEach((name, tally) -> all.addObject()
                .put("autoscaler", name)
                .put("decisions", tally.decisions())
                .put("agreed", tally.agreed())
                .put("differs", tally.differs())
                .set("newest", json(tally.newest())));
        ArrayNode list = node.putArray("differences");
        differences.reversed().forEach(each -> list.add(json(each)));
        return node;
    }

    private static ObjectNode json(Difference difference) {
        var node = NODES.objectNode()
                .put("time", difference.time().toString())
                .put("autoscaler", difference.autoscaler());
        opinion(node.putObject("stock"), difference.stock());
        opinion(node.putObject("headroom"), difference.ours());
        var misread = node.putArray("misread");
        difference.misread().forEach(each -> misread.add(each.toString()));
        return node;
    }

    private static void opinion(ObjectNode node, Difference.Opinion opinion) {
        opinion.desired().ifPresent(desired -> node.put("desired", desired));
        var reasons = node.putArray("reasons");
        opinion.reasons().forEach(reasons::add);
    }
}

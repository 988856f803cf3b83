package dev.headroom.server;

import dev.headroom.api.ApiException;
import dev.headroom.api.Parameters;
import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.explain.DecisionJson;
import dev.headroom.explain.DecisionText;
import dev.headroom.loop.AutoscalerLoop;
import dev.headroom.records.DecisionHistory.Entry;
import dev.headroom.records.DecisionHistory.Request;
import dev.headroom.records.PastDecisions;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `/api/headroom/v1/explain`: decisions in words, those of `headroom up` and those of an operator.
///
/// | parameter | means |
/// |---|---|
/// | `name` | `name` or `namespace/name` of the object that a person wrote, or of its HorizontalPodAutoscaler |
/// | `last` | the last decisions that changed something, then the newest |
/// | `at` | the decision that held at this time |
/// | `since` | the decisions that changed something since then, then the newest |
/// | `verbose` | `true`: the whole chain |
public final class Explanations {

    /// The most decisions that one answer chooses from (limit `decisions`).
    static final int DECISIONS = 5_000;

    /// Autoscalers that an error names (limit `namedAutoscalers`).
    private static final int NAMED = 10;

    private final Supplier<List<AutoscalerLoop>> loops;
    private final PastDecisions decisions;
    private final InstantSource clock;

    public Explanations(Supplier<List<AutoscalerLoop>> loops, PastDecisions decisions, InstantSource clock) {
        this.loops = loops;
        this.decisions = decisions;
        this.clock = clock;
    }

    /// `lines`, and the newest `decision` of them.
    ///
    /// @throws ApiException when there is no such autoscaler or no decision of that time
    public Map<String, Object> explain(Parameters parameters) {
        var key = loop(loops.get(), parameters.text("name")).autoscaler().key();
        var chosen = chosen(key, parameters);
        boolean verbose = parameters.text("verbose").equals("true");
        int last = parameters.has("last") ? parameters.count("last", DECISIONS)
                : parameters.has("since") ? DECISIONS : 0;
        var lines = new ArrayList<String>();
        for (var record : telling(chosen.stream().map(Entry::record).toList(), last)) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(verbose ? DecisionText.chain(record) : DecisionText.explain(record));
        }
        var newest = chosen.getLast();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("lines", lines);
        answer.put("decision", DecisionJson.of(newest.id(), newest.record()));
        return answer;
    }

    /// The decisions to choose from, oldest first, never none.
    private List<Entry> chosen(String key, Parameters parameters) {
        if (parameters.has("at")) {
            var at = parameters.time("at");
            return some(
                    recorded(new Request(Optional.of(key), Instant.EPOCH, at, 1)),
                    key + ": expected a decision at or before " + at + ", got none on record");
        }
        if (parameters.has("since")) {
            var since = parameters.time("since");
            return some(
                    recorded(new Request(Optional.of(key), since, clock.instant(), DECISIONS)),
                    key + ": expected a decision since " + since + ", got none on record");
        }
        return some(
                decisions.newest(key), key + ": expected a decision, got none yet; ask again in a moment");
    }

    private static List<Entry> some(List<Entry> entries, String otherwise) {
        if (entries.isEmpty()) {
            throw new ApiException(404, "not_found", otherwise);
        }
        return entries;
    }

    private List<Entry> recorded(Request request) {
        try {
            return decisions.read(request);
        } catch (IOException failure) {
            throw new ApiException(500, "internal", "the record of decisions cannot be read: " + failure);
        }
    }

    /// The records that changed something among these, and always the newest.
    private static List<DecisionRecord> telling(List<DecisionRecord> records, int last) {
        var changes = records.stream()
                .filter(record -> record.decision() instanceof Decision.Scale)
                .toList();
        var told = new ArrayList<>(changes.subList(Math.max(0, changes.size() - last), changes.size()));
        if (!records.isEmpty() && !told.contains(records.getLast())) {
            told.add(records.getLast());
        }
        return told;
    }

    /// The loop of the autoscaler with that name, as `name` or `namespace/name`.
    ///
    /// @throws ApiException when there is none
    static AutoscalerLoop loop(List<AutoscalerLoop> loops, String name) {
        return loops.stream()
                .filter(loop -> isNamed(loop, name))
                .findFirst()
                .orElseThrow(() -> unknown(
                        loops.stream().map(loop -> loop.autoscaler().name()).toList(), name));
    }

    private static boolean isNamed(AutoscalerLoop loop, String name) {
        var autoscaler = loop.autoscaler();
        return autoscaler.name().equals(name)
                || autoscaler.key().equals(name)
                || (autoscaler.namespace() + "/" + autoscaler.hpa().name()).equals(name);
    }

    /// That nothing is decided under a name, and under which there is.
    ///
    /// @param known names of all autoscalers
    public static ApiException unknown(List<String> known, String name) {
        var named = known.stream().sorted().limit(NAMED).collect(Collectors.joining(", "));
        var more = known.size() > NAMED ? ", and " + (known.size() - NAMED) + " more" : "";
        return new ApiException(
                404,
                "not_found",
                "autoscaler: expected one that runs (" + (known.isEmpty() ? "there is none" : named + more)
                        + "), got \"" + name + '"');
    }
}

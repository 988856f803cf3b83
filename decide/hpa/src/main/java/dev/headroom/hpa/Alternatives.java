package dev.headroom.hpa;

import dev.headroom.hpa.HpaMemory.Recommendation;
import dev.headroom.hpa.HpaMemory.ScaleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/// What would have to change for another result of a pass, found with the controller's own arithmetic.
public final class Alternatives {

    /* notes
     *
     * A metric's wish rises with its reading below, within and above the tolerance, though not from one of these to
     * the next (above it, ready pods are multiplied; within it, the current count stays). Stabilization, policies
     * and bounds keep the order of wishes. So in each of the three the first reading with another result is found by
     * halving, on the very functions that decide; no formula is turned around. Where the window or the policies let
     * no reading change a count that stays, the same is asked of the instant at which all of what is remembered has
     * run out; then the first instant at which that result is possible.
     */

    private final HpaPass pass;
    private final HpaMemory before;
    private final HpaSettings settings;
    private final boolean keeps;
    private final int result;
    private final boolean failed;
    private final Map<Integer, Integer> now = new HashMap<>();

    private Alternatives(HpaPass pass, HpaMemory before, HpaSettings settings, boolean keeps) {
        this.pass = pass;
        this.before = before.recommendations().isEmpty()
                ? before.with(List.of(new Recommendation(pass.current(), pass.now())))
                : before;
        this.settings = settings;
        this.keeps = keeps;
        this.failed = pass.proposals().stream().anyMatch(Proposal.Failed.class::isInstance);
        this.result = keeps && pass.desired() < pass.current() ? pass.current() : pass.desired();
    }

    /// @param before what was remembered when the pass began
    /// @param keeps whether no replica is taken away whatever the pass says
    public static List<Alternative> of(HpaPass pass, HpaMemory before, HpaSettings settings, boolean keeps) {
        return pass.current() == 0 || pass.proposals().isEmpty()
                ? List.of()
                : new Alternatives(pass, before, settings, keeps).all();
    }

    private List<Alternative> all() {
        var all = new ArrayList<Alternative>();
        later().ifPresent(all::add);
        for (var proposal : pass.proposals()) {
            switch (proposal) {
                case Proposal.Replicas replicas -> readings(replicas, all);
                case Proposal.Failed none -> all.add(new Alternative.Data(none.spec().name()));
            }
        }
        bound().ifPresent(all::add);
        return List.copyOf(all);
    }

    private void readings(Proposal.Replicas proposal, List<Alternative> all) {
        var response = proposal.response();
        var horizon = response.map(each -> each.horizon(pass.hpa().maxReplicas()));
        if (horizon.isEmpty() || horizon.get().isEmpty()) {
            return;
        }
        long last = horizon.get().getAsLong();
        long reading = response.get().reading();
        if (reading < 0 || reading >= last) {
            return;
        }
        for (boolean above : new boolean[] {true, false}) {
            var at = new Beyond(proposal, response.get(), above, last);
            at.found(count -> now.computeIfAbsent(count, each -> resultAt(each, pass.now())))
                    .or(() -> laterBeyond(at))
                    .ifPresent(all::add);
        }
    }

    /// What the count would be some time later, where nothing changes it now.
    private Optional<Alternative.Reading> laterBeyond(Beyond at) {
        if (result != pass.current() || failed || keeps) {
            return Optional.empty();
        }
        var instants = expiries(before);
        if (instants.isEmpty()) {
            return Optional.empty();
        }
        var last = instants.last();
        return at.found(count -> resultAt(count, last)).flatMap(found -> {
            int wish = wish(at.proposal(), at.response().at(found.edge() + (at.above() ? 1 : -1)));
            return instants.stream()
                    .filter(instant -> resultAt(wish, instant) != result)
                    .findFirst()
                    .map(instant -> new Alternative.Reading(
                            found.metric(),
                            found.kind(),
                            found.above(),
                            found.edge(),
                            resultAt(wish, instant),
                            Optional.of(instant)));
        });
    }

    /// The search for another result on one side of a reading.
    private final class Beyond {
        private final Proposal.Replicas proposal;
        private final Response response;
        private final boolean above;
        private final long last;

        Beyond(Proposal.Replicas proposal, Response response, boolean above, long last) {
            this.proposal = proposal;
            this.response = response;
            this.above = above;
            this.last = last;
        }

        Proposal.Replicas proposal() {
            return proposal;
        }

        Response response() {
            return response;
        }

        boolean above() {
            return above;
        }

        Optional<Alternative.Reading> found(IntUnaryOperator outcome) {
            LongUnaryOperator at = reading -> outcome.applyAsInt(wish(proposal, response.at(reading)));
            long start = response.reading();
            if (at.applyAsLong(start) != result) {
                return Optional.empty();
            }
            long lowest = response.lowest(last);
            long beyond = response.above(last);
            return above ? upwards(at, start, lowest, beyond) : downwards(at, start, lowest, beyond);
        }

        private Optional<Alternative.Reading> upwards(LongUnaryOperator at, long start, long lowest, long beyond) {
            long[] begins = {start, lowest, beyond};
            long[] ends = {start < lowest ? lowest - 1 : start < beyond ? beyond - 1 : last, beyond - 1, last};
            for (int i = 0; i < begins.length; i++) {
                boolean ahead = i == 0 || (begins[i] > start && begins[i] <= ends[i]);
                if (ahead && (at.applyAsLong(begins[i]) != result || at.applyAsLong(ends[i]) != result)) {
                    long first = Search.first(begins[i], ends[i], reading -> at.applyAsLong(reading) != result);
                    first = at.applyAsLong(begins[i]) != result ? begins[i] : first;
                    return Optional.of(reading(first - 1, (int) at.applyAsLong(first)));
                }
            }
            return Optional.empty();
        }

        private Optional<Alternative.Reading> downwards(LongUnaryOperator at, long start, long lowest, long beyond) {
            long[] begins = {start >= beyond ? beyond : start >= lowest ? lowest : 0, lowest, 0};
            long[] ends = {start, beyond - 1, lowest - 1};
            for (int i = 0; i < begins.length; i++) {
                boolean ahead = i == 0 || (ends[i] < start && begins[i] <= ends[i]);
                if (ahead && (at.applyAsLong(begins[i]) != result || at.applyAsLong(ends[i]) != result)) {
                    long first = Search.first(begins[i], ends[i], reading -> at.applyAsLong(reading) == result);
                    first = at.applyAsLong(ends[i]) != result ? ends[i] + 1 : first;
                    return Optional.of(reading(first, (int) at.applyAsLong(first - 1)));
                }
            }
            return Optional.empty();
        }

        private Alternative.Reading reading(long edge, int replicas) {
            return new Alternative.Reading(
                    proposal.spec().name(), response.kind(), above, edge, replicas, Optional.empty());
        }
    }

    /// What all metrics together want when this one wants `count`.
    private int wish(Proposal.Replicas changed, int count) {
        int most = Math.max(0, count);
        for (var other : pass.proposals()) {
            if (!other.equals(changed) && other instanceof Proposal.Replicas replicas) {
                most = Math.max(most, replicas.count());
            }
        }
        return most;
    }

    private int resultAt(int wanted, Instant at) {
        if (failed && wanted < pass.current()) {
            return pass.current();
        }
        int count = normalized(wanted, pass.current(), before, at);
        return keeps && count < pass.current() ? pass.current() : count;
    }

    private int normalized(int wanted, int from, HpaMemory memory, Instant at) {
        return Normalization.of(pass.hpa(), wanted, from, memory, new Normalization.Moment(at, settings))
                .replicas();
    }

    /// The same wish in a later turn.
    private Optional<Alternative> later() {
        int wanted = pass.best().map(HpaPass.Best::replicas).orElse(result);
        if (wanted == result || keeps) {
            return Optional.empty();
        }
        var memory = pass.rescales() ? pass.applied(settings).memory() : pass.memory();
        var constraint = pass.limits().isEmpty()
                ? Optional.<String>empty()
                : Optional.of(pass.limits().getLast().code());
        if (pass.rescales() && normalized(wanted, result, memory, pass.now()) != result) {
            return Optional.of(new Alternative.Later(
                    pass.now(), normalized(wanted, result, memory, pass.now()), Optional.empty()));
        }
        return expiries(memory).stream()
                .filter(at -> normalized(wanted, result, memory, at) != result)
                .findFirst()
                .map(at -> new Alternative.Later(at, normalized(wanted, result, memory, at), constraint));
    }

    private Optional<Alternative> bound() {
        int wanted = pass.best().map(HpaPass.Best::replicas).orElse(result);
        var hpa = pass.hpa();
        if (result == hpa.maxReplicas() && wanted > result) {
            return Optional.of(new Alternative.Bound("maxReplicas", result, wanted));
        }
        return result == hpa.minReplicas() && wanted < result
                ? Optional.of(new Alternative.Bound("minReplicas", result, wanted))
                : Optional.empty();
    }

    /// The instants after now at which something that is remembered ceases to count.
    private TreeSet<Instant> expiries(HpaMemory memory) {
        var instants = new TreeSet<Instant>();
        if (pass.hpa().behavior().isEmpty()) {
            // An entry as old as the window still counts.
            var window = settings.downscaleStabilization().plusNanos(1);
            memory.recommendations().forEach(each -> instants.add(each.at().plus(window)));
        } else {
            var behavior = pass.hpa().behavior().get();
            for (var window : List.of(
                    behavior.scaleUp().window(Duration.ZERO),
                    behavior.scaleDown().window(settings.downscaleStabilization()))) {
                memory.recommendations().forEach(each -> instants.add(each.at().plus(window)));
            }
            for (var rules : List.of(behavior.scaleUp(), behavior.scaleDown())) {
                for (var policy : rules.policies()) {
                    events(memory.scaleUps(), policy, instants);
                    events(memory.scaleDowns(), policy, instants);
                }
            }
        }
        return new TreeSet<>(instants.tailSet(pass.now(), false));
    }

    private static void events(List<ScaleEvent> events, Behavior.Policy policy, TreeSet<Instant> instants) {
        events.forEach(each -> instants.add(each.at().plusSeconds(policy.periodSeconds())));
    }
}

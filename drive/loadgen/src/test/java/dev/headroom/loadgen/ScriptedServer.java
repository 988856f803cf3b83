package dev.headroom.loadgen;

import dev.headroom.timeline.VirtualTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// A server in virtual time that answers each request after a delay that depends on when it was sent; a negative delay
/// is no answer at all, and a status of zero a refused connection.
final class ScriptedServer {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    final VirtualTimeline timeline = new VirtualTimeline(NOON);
    final List<Duration> sent = new ArrayList<>();
    final List<String> methods = new ArrayList<>();
    int open;
    int mostOpen;
    int abandoned;
    int status = 200;

    private final Function<Duration, Duration> delay;

    ScriptedServer(Function<Duration, Duration> delay) {
        this.delay = delay;
    }

    static ScriptedServer answeringAfter(Duration delay) {
        return new ScriptedServer(_ -> delay);
    }

    LoadRun start(LoadPlan plan) {
        var loops = new ArrayList<Executor>();
        for (int i = 0; i < plan.limits().threads(); i++) {
            loops.add(task -> timeline.after(Duration.ZERO, task));
        }
        return LoadRun.start(plan, timeline, loops, (mix, _, landing) -> new VirtualWire(mix, landing));
    }

    /// Runs a plan to its end.
    LoadSnapshot run(LoadPlan plan) {
        var run = start(plan);
        timeline.advance(plan.traffic().duration().plus(plan.limits().timeout().multipliedBy(2)).plusSeconds(2));
        return run.finished().join();
    }

    private final class VirtualWire implements Wire {

        private final List<LoadRequest> mix;
        private final Landing landing;

        VirtualWire(List<LoadRequest> mix, Landing landing) {
            this.mix = mix;
            this.landing = landing;
        }

        @Override
        public void send(Flight flight) {
            var now = Duration.between(NOON, timeline.now());
            sent.add(now);
            methods.add(mix.get(flight.request).method());
            mostOpen = Math.max(mostOpen, ++open);
            long token = sent.size();
            flight.carrier = token;
            var wait = delay.apply(now);
            if (wait.isNegative()) {
                return;
            }
            timeline.after(wait, () -> {
                if (Long.valueOf(token).equals(flight.carrier)) {
                    flight.carrier = null;
                    open--;
                    if (status == 0) {
                        landing.failed(flight, Outcome.REFUSED, "Connection refused");
                    } else {
                        landing.answered(flight, status);
                    }
                }
            });
        }

        @Override
        public void abandon(Flight flight) {
            flight.carrier = null;
            open--;
            abandoned++;
        }

        @Override
        public void close() {}
    }
}

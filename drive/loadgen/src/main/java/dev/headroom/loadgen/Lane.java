package dev.headroom.loadgen;

import dev.headroom.timeline.Timeline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/* Notes.
   1. The agenda says when requests are due. A tick sends all that are, and arms the timeline for the next one or for
      the next timeout, whichever is earlier; at most one wake-up is armed that is still wanted.
   2. A request's latency counts from when it was due, not from when it was sent. What delays the sending (this loop,
      the limit `connections`) is part of it, and is counted by its name.
   3. Flights that wait for a connection are in `waiting`, those on the wire in `flying`, both in the order of their
      expiry, because all have the same timeout: the first from when they began to wait, the second from when they were
      sent.
   Invariant: arrivals = ended + waiting + flying. */

/// One event loop's share of a load test: sends what is due, ends what has expired. All its methods but [#begin] and
/// [#stop] run on its own thread.
final class Lane implements Wire.Landing {

    /// The most requests sent before answers are looked at again.
    private static final int BURST = 128;

    /// Wake-ups closer than this are one.
    private static final Duration SHORTEST_WAIT = Duration.ofNanos(50_000);

    private final LoadPlan plan;
    private final Timeline timeline;
    private final Executor loop;
    private final Wire wire;
    private final Agenda agenda;
    private final Tally tally;
    private final Ending ending;
    private final SplittableRandom random;
    private final int[] upTo;
    private final int connections;
    private final long timeoutNanos;
    private final Flights flying = new Flights();
    private final Flights waiting = new Flights();
    private final ArrayDeque<Flight> spare = new ArrayDeque<>();
    private long start;
    private long armedFor = Agenda.NEVER;
    private boolean stopped;
    private boolean done;

    /// What a lane needs that is its own.
    record Parts(Executor loop, Agenda.Share share, Tally tally, Ending ending, WireMaker wires) {}

    /// Makes the wire of a lane.
    interface WireMaker {

        Wire make(List<LoadRequest> mix, int connections, Wire.Landing landing);
    }

    /// Hears what the lane's requests come to.
    interface Ending {

        void arrived();

        /// @param due on the timeline's nanoseconds
        void ended(Outcome outcome, LoadRequest request, String detail, long due, long now);

        /// Nothing is due any more, and everything has ended.
        void done();
    }

    Lane(LoadPlan plan, Timeline timeline, Parts parts) {
        this.plan = plan;
        this.timeline = timeline;
        this.loop = parts.loop();
        this.tally = parts.tally();
        this.ending = parts.ending();
        var share = parts.share();
        int all = plan.limits().connections();
        this.connections = all / share.of() + (share.index() < all % share.of() ? 1 : 0);
        this.timeoutNanos = plan.limits().timeout().toNanos();
        this.random = new SplittableRandom(plan.seed() * 31 + share.index());
        this.agenda = Agenda.of(plan.traffic(), share, random.nextLong());
        this.upTo = new int[plan.mix().size()];
        int sum = 0;
        for (int i = 0; i < upTo.length; i++) {
            sum = Math.addExact(sum, plan.mix().get(i).weight());
            upTo[i] = sum;
        }
        this.wire = parts.wires().make(plan.mix(), connections, this);
    }

    /// Lets the run begin; its offset zero is `start` on the timeline's nanoseconds.
    void begin(long start) {
        loop.execute(() -> {
            this.start = start;
            tick();
        });
    }

    /// Starts no more requests; those under way may end.
    void stop() {
        loop.execute(() -> {
            stopped = true;
            tick();
        });
    }

    private void tick() {
        if (done) {
            return;
        }
        long now = timeline.nanos();
        expire(now);
        int burst = 0;
        while (!stopped && agenda.nextDue() <= now - start) {
            if (++burst > BURST) {
                loop.execute(this::tick);
                return;
            }
            long due = start + agenda.nextDue();
            depart(agenda.take(), due, now);
        }
        tally.users(agenda.users());
        arm(now);
    }

    private void arm(long now) {
        long wanted = stopped ? Agenda.NEVER : agenda.nextDue();
        wanted = wanted == Agenda.NEVER ? Agenda.NEVER : start + wanted;
        wanted = Math.min(wanted, Math.min(expiry(flying.first()), expiry(waiting.first())));
        if (wanted == Agenda.NEVER) {
            finish();
        } else if (armedFor == Agenda.NEVER || wanted < armedFor) {
            armedFor = wanted;
            long armed = wanted;
            var delay = Duration.ofNanos(Math.max(wanted - now, 0));
            timeline.after(delay.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : delay, () -> loop.execute(() -> {
                if (armedFor == armed) {
                    armedFor = Agenda.NEVER;
                }
                tick();
            }));
        }
    }

    private static long expiry(@Nullable Flight flight) {
        return flight == null ? Agenda.NEVER : flight.expires;
    }

    private void finish() {
        if (done) {
            return;
        }
        done = true;
        wire.close();
        ending.done();
    }

    private void depart(int user, long due, long now) {
        var flight = spare.isEmpty() ? new Flight() : spare.pop();
        flight.request = draw();
        flight.user = user;
        flight.due = due;
        flight.expires = now + timeoutNanos;
        flight.ended = false;
        tally.arrived(now - due);
        ending.arrived();
        if (flying.size() >= connections) {
            tally.waited();
            waiting.add(flight);
        } else {
            send(flight, now);
        }
    }

    private void send(Flight flight, long now) {
        tally.departed();
        flight.expires = now + timeoutNanos;
        flying.add(flight);
        wire.send(flight);
    }

    private int draw() {
        if (upTo.length == 1) {
            return 0;
        }
        int drawn = random.nextInt(upTo[upTo.length - 1]);
        int request = 0;
        while (drawn >= upTo[request]) {
            request++;
        }
        return request;
    }

    private void expire(long now) {
        for (var flight = flying.first(); flight != null && flight.expires <= now; flight = flying.first()) {
            wire.abandon(flight);
            flying.remove(flight);
            end(flight, Outcome.TIMEOUT, -1, "no whole answer within " + plan.limits().timeout());
        }
        for (var flight = waiting.first(); flight != null && flight.expires <= now; flight = waiting.first()) {
            waiting.remove(flight);
            end(flight, Outcome.NO_CONNECTION, -1,
                    "all " + plan.limits().connections() + " connections busy (limit connections)");
        }
    }

    @Override
    public void answered(Flight flight, int status) {
        if (!flight.ended) {
            flying.remove(flight);
            end(flight, Outcome.of(status), status, "");
        }
    }

    @Override
    public void failed(Flight flight, Outcome outcome, String detail) {
        if (!flight.ended) {
            flying.remove(flight);
            end(flight, outcome, -1, detail);
        }
    }

    private void end(Flight flight, Outcome outcome, int status, String detail) {
        long now = timeline.nanos();
        flight.ended = true;
        tally.ended(outcome, status, now - flight.due);
        ending.ended(
                outcome,
                plan.mix().get(flight.request),
                outcome.failed() && status >= 0 ? LoadFailure.detail(status) : detail,
                flight.due,
                now);
        int user = flight.user;
        long due = stopped ? Agenda.NEVER : agenda.ended(user, now - start, outcome.answered());
        spare.push(flight);
        var next = waiting.first();
        if (next != null && flying.size() < connections) {
            waiting.remove(next);
            send(next, now);
        }
        if (due != Agenda.NEVER) {
            depart(user, start + due, now);
        } else {
            arm(now);
        }
    }
}

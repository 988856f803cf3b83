package dev.headroom.report;

import dev.headroom.loadgen.Outcome;
import dev.headroom.verdicts.ReplicaTransition.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BiConsumer;

/// A service in virtual time: requests wait in one line for the slots of ready replicas, which take a while to start
/// and finish what they work on before they end.
final class QueueModel {

    /// @param startUpSeconds from asking for a replica until it is ready
    /// @param serviceSeconds mean time that a request holds its replica
    /// @param queueLimit requests that may wait; beyond it they are answered 429
    /// @param breaksOnDrain whether a replica that is taken away drops its request
    record Settings(double startUpSeconds, double serviceSeconds, int queueLimit, boolean breaksOnDrain) {}

    /// A request that has ended.
    record Ended(double due, double at, Outcome outcome) {

        double latency() {
            return at - due;
        }
    }

    private record Event(double at, Runnable what) {}

    private static final class Replica {
        private final String name;
        private boolean ready;
        private boolean draining;
        private boolean busy;
        private double busySeconds;

        Replica(String name) {
            this.name = name;
        }
    }

    private final Settings settings;
    private final Random random;
    private final BiConsumer<String, Kind> transitions;
    private final PriorityQueue<Event> agenda = new PriorityQueue<>(Comparator.comparingDouble(Event::at));
    private final ArrayDeque<Double> waiting = new ArrayDeque<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Ended> ended = new ArrayList<>();
    private double now;
    private int started;
    private int working;

    QueueModel(Settings settings, long seed, BiConsumer<String, Kind> transitions) {
        this.settings = settings;
        this.random = new Random(seed);
        this.transitions = transitions;
    }

    double now() {
        return now;
    }

    void arrive(double at) {
        agenda.add(new Event(at, () -> {
            if (waiting.size() >= settings.queueLimit()) {
                ended.add(new Ended(at, at + 0.002, Outcome.TOO_MANY_REQUESTS));
            } else {
                waiting.addLast(at);
                dispatch();
            }
        }));
    }

    void at(double time, Runnable what) {
        agenda.add(new Event(time, what));
    }

    void run(double until) {
        while (!agenda.isEmpty() && agenda.peek().at() <= until) {
            var event = agenda.poll();
            now = event.at();
            event.what().run();
        }
        now = until;
    }

    /// Replicas that are there and ready from the start.
    void begin(int count) {
        for (int i = 0; i < count; i++) {
            var replica = new Replica("inference-" + started++);
            transitions.accept(replica.name, Kind.STARTING);
            replica.ready = true;
            transitions.accept(replica.name, Kind.READY);
            replicas.add(replica);
        }
    }

    void scaleTo(int desired) {
        long staying = replicas.stream().filter(replica -> !replica.draining).count();
        for (; staying < desired; staying++) {
            start();
        }
        for (; staying > desired; staying--) {
            drain(nextToGo());
        }
    }

    private void start() {
        var replica = new Replica("inference-" + started++);
        replicas.add(replica);
        transitions.accept(replica.name, Kind.STARTING);
        agenda.add(new Event(now + settings.startUpSeconds() * (0.9 + 0.2 * random.nextDouble()), () -> {
            if (!replica.draining) {
                replica.ready = true;
                transitions.accept(replica.name, Kind.READY);
                dispatch();
            }
        }));
    }

    /// The newest one; a service that breaks its drains also takes away the ones that are at work.
    private Replica nextToGo() {
        var staying = replicas.reversed().stream().filter(replica -> !replica.draining).toList();
        return staying.stream()
                .filter(replica -> replica.busy && settings.breaksOnDrain())
                .findFirst()
                .orElse(staying.getFirst());
    }

    private void drain(Replica replica) {
        replica.draining = true;
        transitions.accept(replica.name, Kind.DRAINING);
        if (!replica.busy) {
            agenda.add(new Event(now + 0.2, () -> gone(replica)));
        }
    }

    private void gone(Replica replica) {
        replicas.remove(replica);
        transitions.accept(replica.name, Kind.ENDED);
    }

    private void dispatch() {
        while (!waiting.isEmpty()) {
            var free = replicas.stream()
                    .filter(replica -> replica.ready && !replica.draining && !replica.busy)
                    .findFirst();
            if (free.isEmpty()) {
                return;
            }
            serve(free.get(), waiting.removeFirst());
        }
    }

    private void serve(Replica replica, double due) {
        double service = settings.serviceSeconds() * Math.exp(0.25 * random.nextGaussian() - 0.03);
        replica.busy = true;
        working++;
        agenda.add(new Event(now + service, () -> {
            replica.busy = false;
            replica.busySeconds += service;
            working--;
            boolean breaks = replica.draining && settings.breaksOnDrain();
            ended.add(new Ended(due, now, breaks ? Outcome.RESET : Outcome.OK));
            if (replica.draining) {
                gone(replica);
            }
            dispatch();
        }));
    }

    /// What has ended since the last call.
    List<Ended> ended() {
        var taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    /// Seconds of work since the last call, over all replicas.
    double work() {
        double sum = 0;
        for (var replica : replicas) {
            sum += replica.busySeconds;
            replica.busySeconds = 0;
        }
        return sum;
    }

    int inFlight() {
        return waiting.size() + working;
    }

    int existing() {
        return replicas.size();
    }

    List<String> ready() {
        return replicas.stream()
                .filter(replica -> replica.ready && !replica.draining)
                .map(replica -> replica.name)
                .toList();
    }
}

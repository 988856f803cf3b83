package dev.headroom.processes;

import dev.headroom.timeline.Timeline.Scheduled;
import dev.headroom.workloads.ProbeTiming;
import dev.headroom.workloads.ProbeType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The probes of one container over all its incarnations: when each is tried, what its answers add up to, and what
/// that makes of `started` and `ready`. A state machine on the loop's thread; attempts run elsewhere.
///
/// Counts exactly like the kubelet of Kubernetes 1.36, replayed against recordings of it (suite `kubernetes-probe`).
public final class Probes {

    /* notes
     * A worker per probe ticks from start() on, whatever the container does; all else is a condition at the tick.
     * Workers see the container as it was last stored by sync(), not as it is.
     * A readiness worker is woken at once by each sync() that finds the container started and unready, and its period
     * counts from there. It may be woken while it is busy; then it runs again right after.
     * Source: behaviour of pkg/kubelet/prober, as recorded.
     */

    /// What a probe's answers add up to.
    public enum Result {
        SUCCESS,
        FAILURE,
        UNKNOWN
    }

    /// What one attempt gave.
    public sealed interface Answer {
        record Success() implements Answer {}

        /// @param output what to tell people
        record Failure(String output) implements Answer {}

        /// The attempt itself could not be made; counts as nothing.
        record Failed(String error) implements Answer {}
    }

    /// Starts attempts; the answer may come on any thread, once.
    public interface Attempts {
        void attempt(ProbeType type, Consumer<Answer> answer);
    }

    /// Told on the loop's thread.
    public interface Observer {
        /// A probe's result changed; whoever owns the container computes its status anew with [#sync].
        void result(ProbeType type, Result result);

        /// An event `Unhealthy`.
        void unhealthy(ProbeType type, String message);
    }

    /// One incarnation of the container.
    ///
    /// @param number tells incarnations apart
    public record Incarnation(int number, boolean running, Instant startedAt) {}

    /// `started` and `ready` of a container status.
    public record Health(boolean started, boolean ready) {}

    /// How often an attempt that could not be made is repeated at once.
    private static final int MAX_TRIES = 3;

    private final Agenda agenda;
    private final Attempts attempts;
    private final Observer observer;
    private final Map<ProbeType, Worker> workers = new EnumMap<>(ProbeType.class);
    private @Nullable Incarnation stored;
    private boolean storedStarted;

    public Probes(Map<ProbeType, ProbeTiming> timings, Agenda agenda, Attempts attempts, Observer observer) {
        this.agenda = agenda;
        this.attempts = attempts;
        this.observer = observer;
        timings.forEach((type, timing) -> workers.put(type, new Worker(type, timing)));
    }

    /// The pod is known; the workers begin to tick.
    public void start() {
        new ArrayList<>(workers.values()).forEach(Worker::start);
    }

    /// Stores what the container is now and says what the probes make of it.
    public Health sync(Optional<Incarnation> incarnation) {
        stored = incarnation.orElse(null);
        storedStarted = stored != null && stored.running() && started(stored.number());
        if (!storedStarted || stored == null) {
            return new Health(false, false);
        }
        var readiness = workers.get(ProbeType.READINESS);
        boolean ready = readiness == null || readiness.resultOf(stored.number()) == Result.SUCCESS;
        if (!ready && readiness != null) {
            readiness.trigger();
        }
        return new Health(true, ready);
    }

    private boolean started(int number) {
        var startup = workers.get(ProbeType.STARTUP);
        return startup == null || startup.resultOf(number) == Result.SUCCESS;
    }

    /// The probe that says this incarnation must be ended, if one does.
    public Optional<ProbeType> failed(int number) {
        for (var type : new ProbeType[] {ProbeType.LIVENESS, ProbeType.STARTUP}) {
            var worker = workers.get(type);
            if (worker != null && worker.resultOf(number) == Result.FAILURE) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /// The pod is going to end: only readiness is probed from now on.
    public void endStartupAndLiveness() {
        end(ProbeType.STARTUP);
        end(ProbeType.LIVENESS);
    }

    /// Nothing is probed any more.
    public void stop() {
        endStartupAndLiveness();
        end(ProbeType.READINESS);
    }

    private void end(ProbeType type) {
        var worker = workers.get(type);
        if (worker != null) {
            worker.stop();
        }
    }

    private final class Worker {
        private final ProbeType type;
        private final ProbeTiming timing;
        private @Nullable Scheduled ticker;
        private boolean busy;
        private boolean ticked;
        private boolean triggered;
        private boolean stopped;
        private int number = -1;
        private @Nullable Result result;
        private boolean onHold;
        private @Nullable Boolean lastSuccess;
        private int run;

        Worker(ProbeType type, ProbeTiming timing) {
            this.type = type;
            this.timing = timing;
        }

        void start() {
            restartTicker();
            agenda.execute(this::probe);
        }

        @Nullable Result resultOf(int wanted) {
            return wanted == number ? result : null;
        }

        void trigger() {
            if (!triggered) {
                triggered = true;
                agenda.execute(this::wake);
            }
        }

        void stop() {
            stopped = true;
            if (ticker != null) {
                ticker.cancel();
            }
            if (!busy) {
                workers.remove(type);
            }
        }

        private void restartTicker() {
            if (ticker != null) {
                ticker.cancel();
            }
            ticked = false;
            ticker = agenda.every(timing.period(), timing.period(), () -> {
                ticked = true;
                wake();
            });
        }

        private void wake() {
            if (stopped || busy) {
                return;
            }
            if (triggered) {
                triggered = false;
                restartTicker();
                probe();
            } else if (ticked) {
                ticked = false;
                probe();
            }
        }

        private void probe() {
            var seen = stored;
            boolean seenStarted = storedStarted;
            if (stopped || busy || seen == null) {
                return;
            }
            if (seen.number() != number) {
                number = seen.number();
                result = null;
                onHold = false;
                set(initialResult());
            }
            if (onHold) {
                return;
            }
            if (!seen.running()) {
                set(Result.FAILURE);
                return;
            }
            var startedAt = seen.startedAt().truncatedTo(ChronoUnit.SECONDS);
            boolean tooEarly =
                    Duration.between(startedAt, agenda.now()).toSeconds() < timing.initialDelay().toSeconds();
            if (!tooEarly && seenStarted != (type == ProbeType.STARTUP)) {
                busy = true;
                attempt(1);
            }
        }

        private Result initialResult() {
            return switch (type) {
                case STARTUP -> Result.UNKNOWN;
                case LIVENESS -> Result.SUCCESS;
                case READINESS -> Result.FAILURE;
            };
        }

        private void attempt(int tries) {
            attempts.attempt(type, answer -> agenda.execute(() -> answered(answer, tries)));
        }

        private void answered(Answer answer, int tries) {
            switch (answer) {
                case Answer.Success _ -> count(true);
                case Answer.Failure failure -> {
                    observer.unhealthy(type, type.capitalized() + " probe failed: " + failure.output());
                    count(false);
                }
                case Answer.Failed failed -> {
                    if (tries < MAX_TRIES && !stopped) {
                        attempt(tries + 1);
                        return;
                    }
                    observer.unhealthy(
                            type,
                            type.capitalized() + " probe errored and resulted in unknown state: " + failed.error());
                }
            }
            busy = false;
            if (stopped) {
                workers.remove(type);
            } else if (triggered || ticked) {
                agenda.execute(this::wake);
            }
        }

        private void count(boolean success) {
            run = lastSuccess != null && lastSuccess == success ? run + 1 : 1;
            lastSuccess = success;
            if (run < (success ? timing.successThreshold() : timing.failureThreshold())) {
                return;
            }
            if (type == ProbeType.STARTUP || (type == ProbeType.LIVENESS && !success)) {
                onHold = true;
                run = 0;
            }
            set(success ? Result.SUCCESS : Result.FAILURE);
        }

        private void set(Result next) {
            if (result == next) {
                return;
            }
            result = next;
            if (type == ProbeType.STARTUP && stored != null && stored.number() == number) {
                storedStarted = stored.running() && next == Result.SUCCESS;
            }
            observer.result(type, next);
        }
    }
}

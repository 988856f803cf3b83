package dev.headroom.autoscaler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.keda.OperatorState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What holds of every decision over random ScaledObjects with random histories. A failure names its seed;
/// `-Dheadroom.seed=N` repeats it.
class InvariantsTest {

    private static final int HISTORIES = 400;
    private static final int RESTARTS = 100;

    /// One change of the replicas by the HorizontalPodAutoscaler.
    private record Change(long second, int by) {}

    @Test
    void noDecisionLeavesTheBoundsOutrunsThePoliciesOrTakesReplicasAwayWithoutData() {
        seeds().forEach(seed -> new Run(seed).run());
    }

    /// That of `-Dheadroom.seed`, or many that nobody has chosen.
    private static LongStream seeds() {
        var told = Long.getLong("headroom.seed");
        return told == null ? new Random().longs(HISTORIES) : LongStream.of(told);
    }

    /// A restart forgets what the real controllers keep in memory only: recommendations, changes within the periods of
    /// policies, the last answers of triggers. Nothing else may tell it from a run without one: where the two differ,
    /// the restart, or a difference that came of it, is at most the longest window ago, and when the load has been
    /// steady for long enough they are of one mind. The world follows the one that was not restarted.
    @Test
    void aRestartInTheMiddleIsForgottenWhenTheLongestWindowIsOver() {
        seeds().limit(RESTARTS).forEach(InvariantsTest::restart);
    }

    private static void restart(long seed) {
        var random = new Random(seed);
        var history = History.random(random);
        var story = Story.of(history.manifest(), history.least() + random.nextInt(history.most()));
        var autoscaler = Story.autoscaler(history.manifest());
        var at = history.instants().get(20 + random.nextInt(40));
        var restarted = Optional.<Memory>empty();
        long cause = at.second();
        long difference = at.second();
        long now = 0;
        for (var instant : history.withSteadyEnd()) {
            now = instant.second();
            hear(story, instant);
            story.at(now);
            if (instant.equals(at)) {
                restarted = Optional.of(stored(story.memory()));
            }
            var again = restarted.map(
                    memory -> Decider.decide(autoscaler, story.observation(), memory, instant.turn()).applied());
            var decision = story.decide(instant.turn()).record().decision();
            var other = again.map(outcome -> outcome.record().decision());
            if (other.isPresent() && !other.get().equals(decision)) {
                assertTrue(
                        now - cause <= History.LONGEST_WINDOW_SECONDS,
                        "second " + now + " (" + instant.turn() + ") after a restart at " + at.second() + ": "
                                + decision + " and " + other.get() + hint(seed, history));
                cause = now;
                difference = now;
            }
            restarted = again.map(Outcome::memory);
            // An autoscaler that rests has not recommended anything since; its first recommendation is what is there.
            if (restarted.filter(memory -> memory.hpa().recommendations().isEmpty()).isPresent()) {
                cause = now;
            }
        }
        assertTrue(now - difference > History.LONGEST_WINDOW_SECONDS, "two minds at the end" + hint(seed, history));
    }

    private static String hint(long seed, History history) {
        return " with -Dheadroom.seed=" + seed + "\n" + history.manifest();
    }

    private static void hear(Story story, History.Instant instant) {
        for (int i = 0; i < instant.signals().size(); i++) {
            story.signal("s" + i + "-prometheus", instant.signals().get(i));
        }
    }

    /// What is left after a restart: what the objects in the cluster hold.
    private static Memory stored(Memory before) {
        return new Memory(
                before.hpa().restarted(),
                before.firstSeen(),
                before.keda().map(keda -> new OperatorState(
                        keda.status(), keda.status(), Optional.empty(), Map.of(), Map.of(), Optional.empty(),
                        keda.hpas())),
                Map.of());
    }

    private static final class Run {
        private final long seed;
        private final History history;
        private final Story story;
        private final List<Change> changes = new ArrayList<>();

        Run(long seed) {
            var random = new Random(seed);
            this.seed = seed;
            this.history = History.random(random);
            this.story = Story.of(history.manifest(), history.least() + random.nextInt(history.most()));
        }

        void run() {
            for (var instant : history.instants()) {
                hear(story, instant);
                turn(instant);
            }
        }

        private void turn(History.Instant instant) {
            story.at(instant.second());
            var autoscaler = Story.autoscaler(history.manifest());
            var again = Decider.decide(autoscaler, story.observation(), story.memory(), instant.turn());
            int before = story.replicas();
            var outcome = story.decide(instant.turn());
            assertEquals(again.record(), outcome.record(), place(instant, "the same input gives the same record"));
            if (outcome.record().decision() instanceof Decision.Scale scale) {
                int low = Math.min(before, history.least());
                assertTrue(
                        scale.desired() >= low && scale.desired() <= Math.max(history.most(), 1),
                        place(instant, before + " to " + scale.desired() + " leaves the bounds"));
                if (scale.desired() < before && before <= history.most()) {
                    withData(instant, outcome);
                }
                if (outcome.source() instanceof Outcome.Source.Hpa) {
                    policies(instant, before, scale.desired());
                }
            }
        }

        /// Every trigger has a number, or the object's own fallback stands in.
        private void withData(History.Instant instant, Outcome outcome) {
            boolean complete = instant.signals().stream().allMatch(Signal.Value.class::isInstance);
            boolean standsIn = history.hasFallback()
                    && outcome.record().decision().reasons().stream()
                            .anyMatch(reason -> reason.code().equals("FallbackExists"));
            assertTrue(
                    complete || standsIn,
                    place(instant, "replicas are taken away without data: " + outcome.record()));
        }

        /// Policies count from the replicas at the start of their period, what was added and taken since then undone.
        /// Fewer replicas than the autoscaler's minimum, as an idle count leaves them, are lifted to it at once.
        private void policies(History.Instant instant, int before, int after) {
            changes.removeIf(change -> change.second() <= instant.second() - history.period());
            int added = changes.stream().mapToInt(change -> Math.max(0, change.by())).sum();
            int taken = changes.stream().mapToInt(change -> Math.max(0, -change.by())).sum();
            int start = before - added + taken;
            if (before < history.min()) {
                assertEquals(history.min(), after, place(instant, "too few replicas are not lifted to the minimum"));
            }
            boolean withinBounds = before >= history.min() && before <= history.most();
            if (after > before && withinBounds) {
                assertTrue(after <= start + history.upPolicy(), place(instant, "more than the policy adds"));
            }
            if (after < before && withinBounds) {
                assertTrue(after >= start - history.downPolicy(), place(instant, "more than the policy takes"));
            }
            changes.add(new Change(instant.second(), after - before));
        }

        private String place(History.Instant instant, String what) {
            return what + " at second " + instant.second() + " (" + instant.turn() + ")" + hint(seed, history);
        }
    }
}

package dev.headroom.contract;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.hpa.Pod;
import dev.headroom.hpa.ScaleTarget;
import dev.headroom.hpa.ScaleTarget.Update;
import dev.headroom.model.LabelSelector;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// The promises of a [ScaleTarget], whatever is behind it. A module of `act` extends this for its own.
public abstract class ScaleTargetContract {

    /// A target that should have `replicas`, whose pods become ready, use something, and end when asked. Called once
    /// per test.
    protected abstract ScaleTarget target(int replicas);

    /// The most replicas that it accepts.
    protected abstract int maxReplicas();

    /// What the refusal of more calls that limit.
    protected abstract String limitName();

    protected abstract Instant now();

    /// Lets time pass until the condition holds.
    ///
    /// @return whether it did in good time
    protected abstract boolean passesUntil(BooleanSupplier condition);

    @Test
    protected void theReplicasOfTheBeginningAppearAndServe() {
        var target = target(2);
        serving(target, 2);
        assertEquals(2, target.scale().specReplicas());
        assertEquals(2, target.scale().statusReplicas());
        for (var pod : target.pods()) {
            assertEquals(Pod.Phase.RUNNING, pod.phase());
            assertTrue(pod.deletionTimestamp().isEmpty());
            var started = pod.startTime().orElseThrow();
            var ready = pod.ready().orElseThrow();
            assertFalse(started.isBefore(pod.askedAt()), pod + " began before it was asked for");
            assertFalse(ready.lastTransitionTime().isBefore(started), pod + " was ready before it began");
            assertFalse(ready.lastTransitionTime().isAfter(now()));
            assertFalse(pod.containers().isEmpty());
        }
    }

    @Test
    protected void anAcceptedNumberIsSpecifiedAtOnceAndReachedLater() {
        var target = target(1);
        serving(target, 1);
        var before = names(target);
        assertInstanceOf(Update.Accepted.class, target.scaleTo(3));
        assertEquals(3, target.scale().specReplicas());
        serving(target, 3);
        assertEquals(3, target.scale().statusReplicas());
        assertTrue(names(target).containsAll(before), "a scale-up must not replace " + before);
    }

    @Test
    protected void tooManyGoAndTheOthersStay() {
        var target = target(3);
        serving(target, 3);
        var before = names(target);
        assertInstanceOf(Update.Accepted.class, target.scaleTo(1));
        assertEquals(1, target.scale().specReplicas());
        reaches(target, 1);
        assertEquals(1, target.scale().statusReplicas());
        assertTrue(before.containsAll(names(target)));
        serving(target, 1);
    }

    @Test
    protected void theSameNumberTwiceChangesNothing() {
        var target = target(2);
        serving(target, 2);
        var before = names(target);
        assertInstanceOf(Update.Accepted.class, target.scaleTo(2));
        assertInstanceOf(Update.Accepted.class, target.scaleTo(2));
        serving(target, 2);
        assertEquals(before, names(target));
    }

    @Test
    protected void everythingMayGoAndComeBack() {
        var target = target(1);
        serving(target, 1);
        var before = names(target);
        assertInstanceOf(Update.Accepted.class, target.scaleTo(0));
        reaches(target, 0);
        assertEquals(0, target.scale().statusReplicas());
        assertInstanceOf(Update.Accepted.class, target.scaleTo(1));
        serving(target, 1);
        assertNotEquals(before, names(target), "a replica that is gone does not come back under its name");
    }

    @Test
    protected void whatCannotBeIsRefusedAndChangesNothing() {
        var target = target(1);
        serving(target, 1);
        var before = names(target);
        var tooMany = assertInstanceOf(Update.Refused.class, target.scaleTo(maxReplicas() + 1));
        assertTrue(tooMany.reason().contains(limitName()), tooMany.reason());
        assertInstanceOf(Update.Refused.class, target.scaleTo(-1));
        assertInstanceOf(Update.Refused.class, target.scaleTo(Integer.MAX_VALUE));
        assertEquals(1, target.scale().specReplicas());
        assertEquals(before, names(target));
    }

    @Test
    protected void itsSelectorMatchesItsPodsAndTheirNamesAreSortedAndUnique() {
        var target = target(3);
        serving(target, 3);
        var selector = LabelSelector.parse(target.scale().selector());
        var names = names(target);
        assertAll(target.pods().stream().map(pod -> () ->
                assertTrue(selector.matches(pod.labels()), selector + " does not match " + pod.labels())));
        assertEquals(names.stream().sorted().toList(), names);
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    protected void usageIsReadForReplicasThatExist() {
        var target = target(2);
        serving(target, 2);
        assertTrue(passesUntil(() -> target.usage().size() == 2), () -> "usage is " + target.usage());
        for (var usage : target.usage()) {
            var pod = target.pods().stream().filter(each -> each.name().equals(usage.pod())).findFirst().orElseThrow();
            assertFalse(usage.timestamp().isAfter(now()));
            assertTrue(usage.timestamp().isAfter(pod.askedAt()));
            assertTrue(usage.window().isPositive());
            assertEquals(
                    pod.containers().stream()
                            .filter(container -> !container.init())
                            .map(Pod.Container::name)
                            .sorted()
                            .toList(),
                    usage.containers().keySet().stream().sorted().toList());
            usage.containers().values().forEach(resources -> assertTrue(
                    resources.getOrDefault("cpu", -1L) >= 0 && resources.getOrDefault("memory", 1L) > 0,
                    resources.toString()));
        }
        assertInstanceOf(Update.Accepted.class, target.scaleTo(0));
        reaches(target, 0);
        assertEquals(List.of(), target.usage());
    }

    private static List<String> names(ScaleTarget target) {
        return target.pods().stream().map(Pod::name).toList();
    }

    private void serving(ScaleTarget target, int replicas) {
        assertTrue(
                passesUntil(() -> target.pods().size() == replicas && target.pods().stream().allMatch(Pod::serves)),
                () -> "expected " + replicas + " replicas that serve, got " + target.pods());
    }

    private void reaches(ScaleTarget target, int replicas) {
        assertTrue(
                passesUntil(() -> target.pods().size() == replicas),
                () -> "expected " + replicas + " replicas, got " + target.pods());
    }
}

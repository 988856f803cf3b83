package dev.headroom.verdicts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.verdicts.ReplicaTransition.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// From transitions to the time that each change took.
class ReplicaChangeTest {

    private final List<ReplicaTransition> transitions = new ArrayList<>();

    private ReplicaChangeTest at(double second, String replica, Kind kind) {
        transitions.add(new ReplicaTransition(RunStory.at(second), replica, kind));
        return this;
    }

    private void assertChanges(String... expected) {
        var changes = ReplicaChange.of(transitions, RunStory.at(80)).stream()
                .map(change -> change.replica() + " " + change.kind() + " " + seconds(change.from()) + " to "
                        + seconds(change.until()) + (change.done() ? "" : " not done"))
                .toList();
        assertEquals(List.of(expected), changes);
    }

    private static long seconds(Instant time) {
        return Duration.between(RunStory.START, time).toSeconds();
    }

    @Test
    void aReplicaStartsServesAndDrains() {
        at(1, "a", Kind.STARTING).at(5, "a", Kind.READY).at(9, "a", Kind.DRAINING).at(11, "a", Kind.ENDED);
        assertChanges("a STARTING 1 to 5", "a DRAINING 9 to 11");
    }

    @Test
    void oneThatIsTakenAwayWhileItStartsNeverGotReady() {
        at(1, "a", Kind.STARTING).at(3, "a", Kind.DRAINING).at(4, "a", Kind.ENDED);
        assertChanges("a STARTING 1 to 3 not done", "a DRAINING 3 to 4");
    }

    @Test
    void oneThatIsLostAndStartsAgainIsOneLoss() {
        at(1, "a", Kind.LOST).at(2, "a", Kind.STARTING).at(7, "a", Kind.READY);
        assertChanges("a LOST 1 to 7");
    }

    @Test
    void oneThatDiesWhileItDrainsHasEnded() {
        at(1, "a", Kind.DRAINING).at(2, "a", Kind.LOST).at(3, "a", Kind.ENDED);
        assertChanges("a DRAINING 1 to 2");
    }

    @Test
    void readinessThatComesAndGoesWhileDrainingChangesNothing() {
        at(1, "a", Kind.DRAINING).at(2, "a", Kind.READY).at(3, "a", Kind.DRAINING).at(4, "a", Kind.ENDED);
        assertChanges("a DRAINING 1 to 4");
    }

    @Test
    void whatIsUnderWayAtTheEndIsNotDone() {
        at(2, "b", Kind.STARTING).at(1, "a", Kind.DRAINING);
        assertChanges("a DRAINING 1 to 80 not done", "b STARTING 2 to 80 not done");
    }
}

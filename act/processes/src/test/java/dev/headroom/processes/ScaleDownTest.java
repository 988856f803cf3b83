package dev.headroom.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.headroom.hpa.Pod.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Who goes first when there are too many.
class ScaleDownTest {

    @Test
    void theNewestGoesFirstWhenAllAreAlike() {
        var story = Story.of(1, "");
        var oldest = story.pod().name();
        story.passSeconds(10);
        story.target().scaleTo(2);
        story.passSeconds(10);
        story.target().scaleTo(3);
        story.passSeconds(10);
        story.target().scaleTo(1);
        story.passSeconds(10);
        assertEquals(List.of(oldest), story.names());
    }

    @Test
    void whoIsNotReadyGoesBeforeWhoIs() {
        var story = Story.of(2, "readinessProbe: {httpGet: {port: 8000}, periodSeconds: 1}");
        story.passSeconds(2);
        var ready = story.names();
        story.answer = new Probes.Answer.Failure("no");
        story.target().scaleTo(3);
        story.pass(Duration.ofMillis(500));
        story.target().scaleTo(2);
        story.pass(Duration.ofMillis(200));
        assertEquals(ready, story.names());
    }

    @Test
    void theOrderIsThatOfTheReplicaSetController() {
        var order = new ArrayList<>(List.of(
                pod("pending", Phase.PENDING, false, 0, 0, 1),
                pod("unready", Phase.RUNNING, false, 0, 0, 1),
                pod("cheap", Phase.RUNNING, true, -5, 0, 1),
                pod("late", Phase.RUNNING, true, 0, 0, 9),
                pod("crashing", Phase.RUNNING, true, 0, 7, 5),
                pod("calm", Phase.RUNNING, true, 0, 0, 5),
                pod("early", Phase.RUNNING, true, 0, 0, 2),
                pod("dear", Phase.RUNNING, true, 100, 0, 9)));
        var names = order.stream().map(PodStatus::name).toList();
        var random = new SplittableRandom(1);
        for (int i = 0; i < 20; i++) {
            Collections.swap(order, random.nextInt(order.size()), random.nextInt(order.size()));
            assertEquals(names, order.stream().sorted(VictimOrder.first()).map(PodStatus::name).toList());
        }
    }

    private static PodStatus pod(String name, Phase phase, boolean ready, int cost, int restarts, long since) {
        var at = Instant.ofEpochSecond(since);
        return new PodStatus(
                "default", name, "web", Map.of(), Map.of(VictimOrder.DELETION_COST, Integer.toString(cost)), "laptop",
                "127.95.0.1", List.of(), phase, ready, "", restarts, Instant.EPOCH, Optional.empty(), Optional.empty(),
                List.of(new PodStatus.Condition("Ready", ready, at)), List.of());
    }

    @Test
    void theSameSeedGivesTheSameNames() {
        assertEquals(Story.of(3, "").names(), Story.of(3, "").names());
        var another = Story.of(1, "args: [x]").pod().name();
        assertNotEquals(Story.of(1, "").pod().name().split("-")[1], another.split("-")[1], "another template");
    }
}

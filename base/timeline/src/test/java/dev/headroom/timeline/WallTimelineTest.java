package dev.headroom.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WallTimelineTest {

    @Test
    void aTaskThatThrowsIsReportedAndItsScheduleGoesOn() throws InterruptedException {
        var failures = new LinkedBlockingQueue<Throwable>();
        try (var timeline = new WallTimeline((_, failure) -> failures.add(failure))) {
            timeline.every(Duration.ZERO, Duration.ofMillis(1), () -> {
                throw new IllegalStateException("broken");
            });
            assertEquals("broken", take(failures).getMessage());
            assertEquals("broken", take(failures).getMessage());
        }
    }

    @Test
    void whatATaskPlansAfterTheEndComesToNothing() throws InterruptedException {
        var failures = new LinkedBlockingQueue<Throwable>();
        var begun = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        var planned = new CountDownLatch(1);
        var runs = new AtomicInteger();
        var timeline = new WallTimeline((_, failure) -> failures.add(failure));
        timeline.after(Duration.ZERO, () -> {
            begun.countDown();
            try {
                ended.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            timeline.every(Duration.ZERO, Duration.ofMillis(1), runs::incrementAndGet).cancel();
            timeline.after(Duration.ZERO, runs::incrementAndGet);
            planned.countDown();
        });
        assertTrue(begun.await(10, TimeUnit.SECONDS));
        timeline.close();
        ended.countDown();
        assertTrue(planned.await(10, TimeUnit.SECONDS));
        assertEquals(0, runs.get());
        assertTrue(failures.isEmpty());
    }

    @Test
    void aSlowTaskNeverOverlapsItselfAndDelaysNobodyElse() throws InterruptedException {
        var release = new CountDownLatch(1);
        var slowRuns = new AtomicInteger();
        var quickRuns = new CountDownLatch(5);
        try (var timeline = new WallTimeline((_, failure) -> {})) {
            timeline.every(Duration.ZERO, Duration.ofMillis(1), () -> {
                slowRuns.incrementAndGet();
                try {
                    release.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            timeline.every(Duration.ZERO, Duration.ofMillis(1), quickRuns::countDown);
            assertTrue(quickRuns.await(30, TimeUnit.SECONDS));
            assertTrue(slowRuns.get() <= 1);
            release.countDown();
        }
    }

    private static Throwable take(LinkedBlockingQueue<Throwable> failures) throws InterruptedException {
        var failure = failures.poll(30, TimeUnit.SECONDS);
        if (failure == null) {
            throw new AssertionError("no failure within 30 s");
        }
        return failure;
    }
}

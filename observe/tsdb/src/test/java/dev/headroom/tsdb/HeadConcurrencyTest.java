package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.tsdb.SampleSink.Append;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many scrapes, queries and retention at once; nothing here depends on how fast anything runs. On platform threads,
/// because these readers never wait, and virtual threads that never wait keep others from running.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class HeadConcurrencyTest {

    private static final int WRITERS = 4;
    private static final int BATCHES = 400;
    private static final int SERIES_PER_BATCH = 10;

    private static final int SERIES_LIMIT = 1_000;

    private final Head head = new Head(HeadOptions.defaults().withSeries(SERIES_LIMIT).withSamplesPerChunk(16));

    private static List<Matcher> writer(int number) {
        return List.of(Matcher.equal("writer", Integer.toString(number)));
    }

    @Test
    void queriesSeeEveryBatchAsAWhole() throws Exception {
        var writing = new AtomicBoolean(true);
        try (var threads = Executors.newCachedThreadPool()) {
            var readers = new ArrayList<Future<Integer>>();
            for (int reader = 0; reader < WRITERS; reader++) {
                int watched = reader;
                readers.add(threads.submit(() -> watch(watched, writing)));
            }
            var writers = new ArrayList<Callable<Void>>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(() -> write(number));
            }
            for (var done : threads.invokeAll(writers)) {
                done.get();
            }
            writing.set(false);
            for (var reader : readers) {
                assertTrue(reader.get() > 0);
            }
        }
        assertEquals((long) WRITERS * BATCHES * SERIES_PER_BATCH, head.statistics().appended());
        for (int writer = 0; writer < WRITERS; writer++) {
            assertEquals(BATCHES, lengthOfAll(head.select(0, BATCHES, writer(writer))));
        }
    }

    private Void write(int number) {
        for (int batch = 1; batch <= BATCHES; batch++) {
            var appender = head.appender();
            for (int series = 0; series < SERIES_PER_BATCH; series++) {
                var labels = Labels.of("writer", Integer.toString(number), "series", Integer.toString(series));
                assertEquals(Append.STORED, appender.append(labels, batch, batch));
            }
            appender.commit();
        }
        return null;
    }

    /// Queries until the writers are done, and once more; every answer must have all series at the same length, and no
    /// fewer samples than the one before.
    private int watch(int number, AtomicBoolean writing) {
        int answers = 0;
        int last = 0;
        boolean more = true;
        while (more) {
            more = writing.get();
            int length = lengthOfAll(head.select(0, BATCHES, writer(number)));
            assertTrue(length >= last, length + " after " + last);
            last = length;
            answers++;
        }
        return answers;
    }

    private static int lengthOfAll(List<Queryable.Selected> selected) {
        if (selected.isEmpty()) {
            return 0;
        }
        assertEquals(SERIES_PER_BATCH, selected.size());
        int length = selected.getFirst().samples().size();
        for (var series : selected) {
            assertEquals(length, series.samples().size());
            for (int i = 0; i < length; i++) {
                assertEquals(i + 1, series.samples().timestamp(i));
                assertEquals(i + 1, series.samples().value(i));
            }
        }
        return length;
    }

    @Test
    void retentionAndChurnDisturbNeitherWritersNorQueries() throws Exception {
        var newest = new AtomicLong();
        var writing = new AtomicBoolean(true);
        try (var threads = Executors.newCachedThreadPool()) {
            var forgetting = threads.submit(() -> {
                while (writing.get()) {
                    head.forget(Instant.ofEpochMilli(newest.get() - 50));
                }
            });
            var querying = threads.submit(() -> {
                while (writing.get()) {
                    for (var series : head.select(0, Long.MAX_VALUE, List.of())) {
                        var samples = series.samples();
                        for (int i = 1; i < samples.size(); i++) {
                            assertTrue(samples.timestamp(i) > samples.timestamp(i - 1));
                        }
                    }
                }
            });
            var writers = new ArrayList<Callable<Void>>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(() -> churn(number, newest));
            }
            for (var done : threads.invokeAll(writers)) {
                done.get();
            }
            writing.set(false);
            forgetting.get();
            querying.get();
        }
        head.forget(Instant.ofEpochMilli(newest.get() + 1));
        assertEquals(0, head.statistics().series());
        assertEquals(0, head.statistics().samples());
        assertEquals(List.of(), head.series(Long.MIN_VALUE, Long.MAX_VALUE, List.of()));
        for (int place = 0; place < SERIES_LIMIT; place++) {
            assertTrue(head.reserveSeries(), "every place is free again");
        }
        assertFalse(head.reserveSeries());
    }

    /// Writes series that live for ten samples each, some of them shared with the other writers.
    private Void churn(int number, AtomicLong newest) {
        for (int batch = 0; batch < BATCHES; batch++) {
            long at = newest.incrementAndGet();
            var appender = head.appender();
            appender.append(Labels.of("pod", number + "-" + batch / 10), at, 1);
            appender.append(Labels.of("shared", Integer.toString(batch / 10)), at, 1);
            if (batch % 7 == 0) {
                appender.rollback();
            } else {
                appender.commit();
            }
        }
        return null;
    }
}

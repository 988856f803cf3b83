package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.tsdb.SampleSink.Append;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The head against a storage that is nothing but sorted maps: random histories, equal answers.
final class HeadAgainstModelTest {

    private static final int SERIES_LIMIT = 12;
    private static final List<String> NAMES = List.of("__name__", "job", "pod");
    private static final List<Matcher.Type> TYPES = List.of(Matcher.Type.values());
    private static final List<String> PATTERNS = List.of("", ".*", ".+", "a", "b|c", "a?", "[ab]", "^$", "d.*");

    /// The model: committed samples per series. Batches are checked one at a time, committed or thrown away.
    private static final class Model {
        private SortedMap<Labels, NavigableMap<Long, Double>> committed = new TreeMap<>();
        private long keptFrom = Long.MIN_VALUE;

        Append append(Map<Labels, NavigableMap<Long, Double>> into, Labels labels, long at, double value) {
            if (at < keptFrom) {
                return Append.TOO_OLD;
            }
            var samples = into.get(labels);
            if (samples == null) {
                if (into.size() >= SERIES_LIMIT) {
                    return Append.SERIES_LIMIT;
                }
                into.put(labels, new TreeMap<>(Map.of(at, value)));
                return Append.STORED;
            }
            var last = samples.lastEntry();
            if (at < last.getKey()) {
                return Append.OUT_OF_ORDER;
            }
            if (at == last.getKey()) {
                boolean same = bits(value) == bits(last.getValue());
                return same ? Append.STORED : Append.DUPLICATE_TIMESTAMP;
            }
            samples.put(at, value);
            return Append.STORED;
        }

        SortedMap<Labels, NavigableMap<Long, Double>> copy() {
            var copy = new TreeMap<Labels, NavigableMap<Long, Double>>();
            committed.forEach((labels, samples) -> copy.put(labels, new TreeMap<>(samples)));
            return copy;
        }

        void forget(long before) {
            keptFrom = Math.max(keptFrom, before);
            committed.values().forEach(samples -> samples.headMap(keptFrom, false).clear());
            committed.values().removeIf(NavigableMap::isEmpty);
        }

        List<String> select(long from, long to, List<Matcher> matchers) {
            var found = new ArrayList<String>();
            committed.forEach((labels, samples) -> {
                boolean passes = matchers.stream().allMatch(matcher -> matcher.matches(labels));
                if (!passes || from > to || samples.subMap(from, true, to, true).isEmpty()) {
                    return;
                }
                var text = new StringBuilder(labels.toString());
                samples.subMap(from, true, to, true)
                        .forEach((at, value) -> text.append(' ').append(at).append('=').append(bits(value)));
                found.add(text.toString());
            });
            return found;
        }
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static String text(Queryable.Selected selected) {
        var text = new StringBuilder(selected.labels().toString());
        var samples = selected.samples();
        for (int i = 0; i < samples.size(); i++) {
            text.append(' ').append(samples.timestamp(i)).append('=').append(bits(Counted.value(samples, i)));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anyHistoryGivesTheAnswersOfTheModel(long seed) {
        var random = new Random(seed);
        var head = new Head(HeadOptions.defaults().withSeries(SERIES_LIMIT).withSamplesPerChunk(1 + random.nextInt(9)));
        var model = new Model();
        long now = 1_000;
        for (int step = 0; step < 600; step++) {
            var when = "seed " + seed + ", step " + step;
            now += random.nextInt(20);
            switch (random.nextInt(10)) {
                case 0 -> {
                    long before = now - random.nextInt(400);
                    head.forget(Instant.ofEpochMilli(before));
                    model.forget(before);
                }
                case 1, 2, 3 -> compare(random, head, model, now, when);
                case 4, 5, 6, 7, 8, 9 -> append(random, head, model, now, when);
                default -> throw new AssertionError();
            }
        }
        compare(random, head, model, now, "seed " + seed + ", at the end");
        assertEquals(model.committed.size(), head.statistics().series(), "seed " + seed);
    }

    private static void append(Random random, Head head, Model model, long now, String when) {
        var batch = head.appender();
        var after = model.copy();
        int size = random.nextInt(12);
        for (int i = 0; i < size; i++) {
            var labels = labels(random);
            long at = now - (random.nextInt(4) == 0 ? random.nextInt(500) : random.nextInt(12));
            double value = value(random);
            assertEquals(model.append(after, labels, at, value), Counted.append(batch, labels, at, value), when);
        }
        if (random.nextInt(5) == 0) {
            batch.rollback();
        } else {
            batch.commit();
            model.committed = after;
        }
    }

    private static void compare(Random random, Head head, Model model, long now, String when) {
        long from = now - random.nextInt(500);
        long to = from + random.nextInt(300) - 5;
        var matchers = new ArrayList<Matcher>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var type = pick(random, TYPES);
            matchers.add(Matcher.of(type, pick(random, NAMES), pick(random, PATTERNS)));
        }
        var what = when + ", " + from + " to " + to + " " + matchers;
        var selected = head.select(from, to, matchers);
        var answer = selected.stream().map(HeadAgainstModelTest::text).toList();
        assertEquals(model.select(from, to, matchers), answer, what);
        var labels = selected.stream().map(Queryable.Selected::labels).toList();
        assertEquals(labels, head.series(from, to, matchers), what);
    }

    private static Labels labels(Random random) {
        var labels = Labels.builder();
        for (var name : NAMES) {
            labels.set(name, pick(random, List.of("", "a", "b", "c")));
        }
        return labels.build();
    }

    private static double value(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Samples.staleMarker();
            case 1 -> Double.longBitsToDouble(Samples.NAN_BITS);
            case 2 -> random.nextGaussian();
            case 3 -> random.nextInt(1_000_000);
            default -> random.nextInt(3);
        };
    }

    private static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}

package dev.headroom.tsdb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Names and values of labels come from the index; they are those of the series that are listed.
final class LabelLookupTest {

    private static final int SPAN = 100_000;

    @Test
    void namesAndValuesAreThoseOfTheSeriesInTheSpan() {
        var random = new Random(7);
        var head = new Head(HeadOptions.defaults());
        for (int series = 0; series < 60; series++) {
            var labels = Labels.of(
                    "__name__", "m" + random.nextInt(4), "a" + random.nextInt(3), "x", "b", "y" + random.nextInt(9));
            var batch = head.appender();
            batch.append(labels, random.nextInt(SPAN), 1);
            batch.append(labels, SPAN + random.nextInt(SPAN), 1);
            batch.commit();
        }
        for (int question = 0; question < 200; question++) {
            long from = random.nextInt(2 * SPAN);
            long to = from + random.nextInt(SPAN / 10);
            List<Matcher> matchers =
                    random.nextBoolean() ? List.of() : List.of(Matcher.equal("__name__", "m" + random.nextInt(4)));
            var listed = head.series(from, to, matchers);
            Set<String> names = new TreeSet<>();
            listed.forEach(labels -> names.addAll(labels.names()));
            assertEquals(names, head.labelNames(from, to, matchers));
            Set<String> values = new TreeSet<>();
            listed.forEach(labels -> values.add(labels.value("b")));
            assertEquals(values, head.labelValues("b", from, to, matchers));
            assertEquals(Set.of(), head.labelValues("none", from, to, matchers));
        }
    }
}

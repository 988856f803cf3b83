package dev.headroom.loop;

import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.QueryResult;
import dev.headroom.promql.Selectors.Selector;
import dev.headroom.remote.RemotePrometheus;
import dev.headroom.remote.SelectorText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Evidence that a server is asked for in PromQL, so that one number travels and not the samples.
record QueriedEvidence(RemotePrometheus server) implements Evidence {

    /// How many times a selector is evaluated in the past to find the newest sample of series that have ended.
    private static final int STEPS = 20;

    @Override
    public Optional<Duration> newestAge(Selector selector, Instant now, Duration back) {
        var at = now.minus(selector.offset());
        var text = SelectorText.of(selector.matchers());
        var steps = milliseconds(back) + ":" + milliseconds(back.dividedBy(STEPS));
        return number("max(timestamp(%s))".formatted(text), at)
                .or(() -> number("max(max_over_time(timestamp(%s)[%s]))".formatted(text, steps), at))
                .map(seconds -> Duration.ofMillis(at.toEpochMilli() - Math.round(seconds * 1000)))
                .filter(age -> age.compareTo(back) <= 0);
    }

    @Override
    public boolean ended(Selector selector, Instant now, Duration back) {
        return number("count(%s)".formatted(SelectorText.of(selector.matchers())), now.minus(selector.offset()))
                .isEmpty();
    }

    @Override
    public int mostSamples(Selector selector, Instant now) {
        var window = SelectorText.of(selector.matchers()) + "[" + milliseconds(selector.range()) + "]";
        return number("max(count_over_time(%s))".formatted(window), now.minus(selector.offset()))
                .map(Double::intValue)
                .orElse(0);
    }

    @Override
    public Optional<Duration> spacing(Selector selector, Instant now, Duration back) {
        return series(selector, now, back).stream()
                .findFirst()
                .flatMap(one -> server.instant(window(one, back), now.minus(selector.offset())).value()
                                        instanceof QueryResult.Matrix(var rows)
                                && !rows.isEmpty()
                        ? Optional.of(rows.getFirst().samples())
                        : Optional.empty())
                .flatMap(samples -> Evidence.middle(IntStream.range(0, samples.size())
                        .mapToObj(samples::timestamp)
                        .toList()));
    }

    private static String window(Labels series, Duration back) {
        var matchers = series.names().stream()
                .map(name -> Matcher.equal(name, series.value(name)))
                .toList();
        return SelectorText.of(matchers) + "[" + milliseconds(back) + "]";
    }

    @Override
    public List<Labels> series(Selector selector, Instant now, Duration back) {
        return server.series(selector.matchers(), now.minus(selector.offset()).minus(back));
    }

    private static String milliseconds(Duration duration) {
        return Math.max(1, duration.toMillis()) + "ms";
    }

    private Optional<Double> number(String query, Instant at) {
        return server.instant(query, at).value() instanceof QueryResult.Vector(var elements) && !elements.isEmpty()
                ? Optional.of(elements.getFirst().value())
                : Optional.empty();
    }
}

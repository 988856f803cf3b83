package dev.headroom.loop;

import dev.headroom.autoscaler.Signal;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.model.Samples;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.promql.Selectors.Selector;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Asks a query for an autoscaler and turns the answer into a [Signal]: a number with its age, or the hop that lost it.
///
/// An empty answer is explained from the samples that the query's selectors could have read: nothing was ever scraped
/// under that name, or the newest sample is old, or its series has ended, or the window is so short that it holds fewer
/// than two samples, or the samples are there and the query drops them (a label that is aggregated away, no traffic).
public final class SignalReader {

    /// How far back a selector looks for a sample: PromQL's lookback.
    private static final Duration LOOKBACK = Duration.ofMinutes(5);

    /// What is wrong with scrape targets, in words; empty when nothing is.
    public interface Troubles {

        /// Those whose series a selector could mean.
        Optional<String> of(List<Matcher> matchers);

        /// Those that some of these series came from.
        Optional<String> lost(List<Labels> series);
    }

    private final QueryEngine engine;
    private final Queryable storage;
    private final Function<String, List<Selector>> selectors;
    private final Troubles troubles;
    private final Duration scrapeInterval;
    private final Duration staleAfter;

    /// @param selectors the selectors of a query that parses: `Selectors::of`
    /// @param scrapeInterval samples older than three of these and 2 s are stale
    public SignalReader(
            QueryEngine engine,
            Queryable storage,
            Function<String, List<Selector>> selectors,
            Troubles troubles,
            Duration scrapeInterval) {
        this.engine = engine;
        this.storage = storage;
        this.selectors = selectors;
        this.troubles = troubles;
        this.scrapeInterval = scrapeInterval;
        this.staleAfter = scrapeInterval.multipliedBy(3).plusSeconds(2);
    }

    /// The one number that a query gives.
    Signal read(String query, Instant now) {
        return switch (asked(query, now)) {
            case Asked.Wrong wrong -> new Signal.Failed(wrong.error());
            case Asked.Answer(var value, var read) -> switch (value) {
                case QueryResult.Scalar scalar -> number(scalar.value(), read, now);
                case QueryResult.Vector vector -> switch (vector.elements().size()) {
                    case 0 -> nothing(read, now);
                    case 1 -> number(vector.elements().getFirst().value(), read, now);
                    default -> new Signal.Failed("expected one element, got " + vector.elements().size()
                            + "; aggregate the query, for example with sum(...)");
                };
                case QueryResult.Text _ -> new Signal.Failed("expected a number, got a text");
                case QueryResult.Matrix _ ->
                    new Signal.Failed("expected one number, got a range; wrap it in rate(...)");
            };
        };
    }

    /// The numbers that a query gives, by the value of a label; elements without the label are left out.
    Map<String, Signal> readBy(String label, String query, Instant now) {
        var signals = new HashMap<String, Signal>();
        if (asked(query, now) instanceof Asked.Answer(QueryResult.Vector vector, var read)) {
            for (var element : vector.elements()) {
                if (element.labels().has(label)) {
                    signals.put(element.labels().value(label), number(element.value(), read, now));
                }
            }
        }
        return signals;
    }

    /// All numbers that a query gives, each with its labels.
    ///
    /// @param nothing why there are none; empty when there are some
    record Each(List<Labelled> elements, Optional<Signal> nothing) {
        Each {
            elements = List.copyOf(elements);
        }

        private static Each none(Signal why) {
            return new Each(List.of(), Optional.of(why));
        }
    }

    record Labelled(Labels labels, Signal signal) {}

    Each readEach(String query, Instant now) {
        return switch (asked(query, now)) {
            case Asked.Wrong wrong -> Each.none(new Signal.Failed(wrong.error()));
            case Asked.Answer(var value, var read) -> switch (value) {
                case QueryResult.Scalar scalar -> {
                    var signal = number(scalar.value(), read, now);
                    yield new Each(List.of(new Labelled(Labels.empty(), signal)), Optional.empty());
                }
                case QueryResult.Vector vector when vector.elements().isEmpty() -> Each.none(nothing(read, now));
                case QueryResult.Vector vector -> new Each(
                        vector.elements().stream()
                                .map(each -> new Labelled(each.labels(), number(each.value(), read, now)))
                                .toList(),
                        Optional.empty());
                case QueryResult.Text _, QueryResult.Matrix _ ->
                    Each.none(new Signal.Failed("expected a vector, got a text or a range"));
            };
        };
    }

    private sealed interface Asked {
        record Answer(QueryResult.Value value, List<Selector> read) implements Asked {}

        record Wrong(String error) implements Asked {}
    }

    private Asked asked(String query, Instant now) {
        try {
            return new Asked.Answer(engine.instant(query, now).value(), selectors.apply(query));
        } catch (PromqlException wrong) {
            return new Asked.Wrong(String.valueOf(wrong.getMessage()));
        }
    }

    private Signal number(double value, List<Selector> read, Instant now) {
        var oldest = read.stream()
                .map(selector -> newestAge(selector, now))
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (oldest.compareTo(staleAfter) > 0) {
            return new Signal.Stale(oldest);
        }
        if (!Double.isFinite(value)) {
            return new Signal.NotANumber(Double.toString(value));
        }
        return read.stream()
                .map(selector -> missing(selector, now))
                .flatMap(Optional::stream)
                .findFirst()
                .<Signal>map(words -> new Signal.Partial(value, oldest, words))
                .orElseGet(() -> new Signal.Value(value, oldest));
    }

    /// What is wrong with scrape targets whose samples the selector has read a moment ago. Asked after the query, so
    /// that a scrape that failed before it is known.
    private Optional<String> missing(Selector selector, Instant now) {
        if (troubles.of(selector.matchers()).isEmpty()) {
            return Optional.empty();
        }
        long nowMillis = now.minus(selector.offset()).toEpochMilli();
        return troubles.lost(storage.series(nowMillis - LOOKBACK.toMillis(), nowMillis, selector.matchers()));
    }

    private Signal nothing(List<Selector> read, Instant now) {
        for (var selector : read) {
            var age = newestAge(selector, now);
            var trouble = missing(selector, now).or(() -> troubles.of(selector.matchers()));
            if (age.isEmpty()) {
                return new Signal.Absent("no sample of " + selector.text() + " in " + words(LOOKBACK) + ": "
                        + trouble.orElse("nothing that is scraped has it; check the name, the labels and the targets"));
            }
            if (age.get().compareTo(staleAfter) > 0 || trouble.isPresent()) {
                return new Signal.Absent("the newest sample of " + selector.text() + " is " + words(age.get())
                        + " old: "
                        + trouble.orElse("the scrape stopped"));
            }
            if (ended(selector, now)) {
                return new Signal.Absent("the newest sample of " + selector.text() + " is " + words(age.get())
                        + " old, and no page has it any more: the pages are read and do not name it, or their pods are"
                        + " gone");
            }
            if (!selector.range().isZero() && mostSamples(selector, now) < 2) {
                return new Signal.Absent("the window of " + selector.text() + " holds fewer than two samples: "
                        + (selector.range().compareTo(scrapeInterval.multipliedBy(2)) < 0
                                ? "a window shorter than two scrape intervals is always empty, use at least four"
                                : "its series have just begun"));
            }
        }
        return new Signal.Absent("samples are there, and the query drops them all: no traffic, or a label is aggregated"
                + " away that it needs (histogram_quantile needs le)");
    }

    /// The age of the newest sample that the selector could read, empty when there is none. Looks where fresh samples
    /// are first, and only then as far back as a query would.
    private Optional<Duration> newestAge(Selector selector, Instant now) {
        return newestAge(selector, now, staleAfter.toMillis())
                .or(() -> newestAge(selector, now, Math.max(LOOKBACK.toMillis(), selector.range().toMillis())));
    }

    private Optional<Duration> newestAge(Selector selector, Instant now, long back) {
        long nowMillis = now.minus(selector.offset()).toEpochMilli();
        long newest = Long.MIN_VALUE;
        for (var series : storage.select(nowMillis - back, nowMillis, selector.matchers())) {
            var samples = series.samples();
            for (int i = samples.size() - 1; i >= 0; i--) {
                if (!Samples.isStale(samples.value(i))) {
                    newest = Math.max(newest, samples.timestamp(i));
                    break;
                }
            }
        }
        return newest == Long.MIN_VALUE ? Optional.empty() : Optional.of(Duration.ofMillis(nowMillis - newest));
    }

    /// Whether every series of the selector was marked stale: its target is gone, or a later scrape was without it.
    private boolean ended(Selector selector, Instant now) {
        long nowMillis = now.minus(selector.offset()).toEpochMilli();
        return storage.select(nowMillis - staleAfter.toMillis(), nowMillis, selector.matchers()).stream()
                .map(Queryable.Selected::samples)
                .filter(samples -> samples.size() > 0)
                .allMatch(samples -> Samples.isStale(samples.value(samples.size() - 1)));
    }

    private int mostSamples(Selector selector, Instant now) {
        long nowMillis = now.minus(selector.offset()).toEpochMilli();
        return storage.select(nowMillis - selector.range().toMillis() + 1, nowMillis, selector.matchers()).stream()
                .mapToInt(series -> series.samples().size())
                .max()
                .orElse(0);
    }

    static String words(Duration duration) {
        return duration.toMinutes() >= 5
                ? duration.toMinutes() + " min"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}

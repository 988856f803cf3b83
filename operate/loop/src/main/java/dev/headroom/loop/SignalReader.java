package dev.headroom.loop;

import dev.headroom.autoscaler.Signal;
import dev.headroom.drafts.DurationWords;
import dev.headroom.model.Labels;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import dev.headroom.promql.Selectors;
import dev.headroom.promql.Selectors.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Asks a query for an autoscaler and turns the answer into a [Signal]: a number with its age, or the hop that lost it.
///
/// An empty answer is explained from the samples that the query's selectors could have read: nothing was ever scraped
/// under that name, or the newest sample is old, or its series has ended, or the window is so short that it holds fewer
/// than two samples, or the samples are there and the query drops them (a label that is aggregated away, no traffic).
public final class SignalReader {

    /// How far back a selector looks for a sample: PromQL's lookback.
    private static final Duration LOOKBACK = Duration.ofMinutes(5);

    /// A window of so many scrape intervals still holds two samples when two scrapes are lost.
    private static final int ENOUGH_INTERVALS = 4;

    private final MetricStore store;
    private final Duration staleAfter;

    public SignalReader(MetricStore store) {
        this.store = store;
        this.staleAfter = store.scrapeInterval().multipliedBy(3).plusSeconds(2);
    }

    /// Whether an answer takes its time.
    boolean keepsWaiting() {
        return store.isRemote();
    }

    /// The one number that a query gives.
    Signal read(String query, Instant now) {
        try {
            return switch (store.query(query, now)) {
                case QueryResult.Scalar scalar -> footing(query, now).signal(scalar.value());
                case QueryResult.Vector vector -> switch (vector.elements().size()) {
                    case 0 -> nothing(selectors(query), now);
                    case 1 -> footing(query, now).signal(vector.elements().getFirst().value());
                    default -> new Signal.Failed("expected one element, got " + vector.elements().size()
                            + "; aggregate the query, for example with sum(...)");
                };
                case QueryResult.Text _ -> new Signal.Failed("expected a number, got a text");
                case QueryResult.Matrix _ ->
                    new Signal.Failed("expected one number, got a range; wrap it in rate(...)");
            };
        } catch (PromqlException wrong) {
            return new Signal.Failed(wrong.getMessage());
        }
    }

    /// The numbers that a query gives, by the value of a label; elements without the label are left out.
    Map<String, Signal> readBy(String label, String query, Instant now) {
        var signals = new HashMap<String, Signal>();
        readEach(query, now).elements().stream()
                .filter(element -> element.labels().has(label))
                .forEach(element -> signals.put(element.labels().value(label), element.signal()));
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

        private static Each of(List<Labelled> elements) {
            return new Each(elements, Optional.empty());
        }
    }

    record Labelled(Labels labels, Signal signal) {}

    Each readEach(String query, Instant now) {
        try {
            return switch (store.query(query, now)) {
                case QueryResult.Scalar scalar ->
                    Each.of(List.of(new Labelled(Labels.empty(), footing(query, now).signal(scalar.value()))));
                case QueryResult.Vector vector when vector.elements().isEmpty() ->
                    Each.none(nothing(selectors(query), now));
                case QueryResult.Vector vector -> {
                    var footing = footing(query, now);
                    yield Each.of(vector.elements().stream()
                            .map(each -> new Labelled(each.labels(), footing.signal(each.value())))
                            .toList());
                }
                case QueryResult.Text _, QueryResult.Matrix _ ->
                    Each.none(new Signal.Failed("expected a vector, got a text or a range"));
            };
        } catch (PromqlException wrong) {
            return Each.none(new Signal.Failed(wrong.getMessage()));
        }
    }

    /// A server may take more than PromQL; what such a query reads is not known.
    private static List<Selector> selectors(String query) {
        try {
            return Selectors.of(query);
        } catch (PromqlException _) {
            return List.of();
        }
    }

    /// What all numbers of an answer rest on.
    ///
    /// @param age of the newest sample of the selector that is furthest behind
    /// @param missing what is wrong with targets whose samples were there a moment ago
    private record Footing(Duration age, boolean isStale, Optional<String> missing) {

        Signal signal(double value) {
            if (isStale) {
                return new Signal.Stale(age);
            }
            if (!Double.isFinite(value)) {
                return new Signal.NotANumber(Double.toString(value));
            }
            return missing.isPresent()
                    ? new Signal.Partial(value, age, missing.get())
                    : new Signal.Value(value, age);
        }
    }

    private Footing footing(String query, Instant now) {
        var read = selectors(query);
        var age = read.stream()
                .map(selector -> newestAge(selector, now))
                .flatMap(Optional::stream)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        boolean isStale = age.compareTo(staleAfter) > 0;
        var missing = read.stream()
                .filter(_ -> !isStale)
                .map(selector -> missing(selector, now))
                .flatMap(Optional::stream)
                .findFirst();
        return new Footing(age, isStale, missing);
    }

    /// What is wrong with scrape targets whose samples the selector has read a moment ago. Asked after the query, so
    /// that a scrape that failed before it is known.
    private Optional<String> missing(Selector selector, Instant now) {
        return store.troubles().of(selector.matchers(), now).isEmpty()
                ? Optional.empty()
                : store.troubles().lost(store.evidence().series(selector, now, LOOKBACK), now);
    }

    private Signal nothing(List<Selector> read, Instant now) {
        for (var selector : read) {
            var age = newestAge(selector, now);
            var trouble = missing(selector, now).or(() -> store.troubles().of(selector.matchers(), now));
            if (age.isEmpty()) {
                return new Signal.Absent("no sample of " + selector.text() + " in " + words(LOOKBACK) + ": "
                        + trouble.orElse("nothing that is scraped has it; check the name, the labels and the targets"));
            }
            if (age.get().compareTo(staleAfter) > 0 || trouble.isPresent()) {
                return new Signal.Absent("the newest sample of " + selector.text() + " is " + words(age.get())
                        + " old: "
                        + trouble.orElse("the scrape stopped"));
            }
            if (store.evidence().ended(selector, now, staleAfter)) {
                return new Signal.Absent("the newest sample of " + selector.text() + " is " + words(age.get())
                        + " old, and no page has it any more: the pages are read and do not name it, or their pods are"
                        + " gone");
            }
            if (!selector.range().isZero() && store.evidence().mostSamples(selector, now) < 2) {
                return new Signal.Absent(tooFew(selector, now));
            }
        }
        return new Signal.Absent(read.isEmpty()
                ? "the answer is empty, and the query names no series that would explain it"
                : "samples are there, and the query drops them all: no traffic, or a label is aggregated away that it"
                        + " needs (histogram_quantile needs le)");
    }

    /// Why a window holds fewer than two samples. How often there is one is seen from the samples; where there is only
    /// one yet, it is what the configuration says.
    private String tooFew(Selector selector, Instant now) {
        var seen = store.evidence().spacing(selector, now, LOOKBACK).map(SignalReader::rounded);
        var interval = seen.filter(Duration::isPositive).orElse(store.scrapeInterval());
        var window = selector.range();
        if (window.compareTo(interval.multipliedBy(2)) >= 0) {
            return "the window of " + selector.text()
                    + " holds fewer than two samples: its series have just begun";
        }
        boolean one = window.compareTo(interval) <= 0;
        return "the window [" + DurationWords.of(window) + "] holds "
                + (one ? "at most one sample" : "now one sample, now two") + " at a scrape interval of "
                + DurationWords.of(interval) + ", and " + selector.text() + " needs two: use at least ["
                + DurationWords.of(interval.multipliedBy(ENOUGH_INTERVALS)) + "], four scrape intervals";
    }

    private static Duration rounded(Duration spacing) {
        return Duration.ofMillis(Math.round(spacing.toMillis() / 100.0) * 100);
    }

    /// The age of the newest sample that the selector could read, empty when there is none. Looks where fresh samples
    /// are first, and only then as far back as a query would.
    private Optional<Duration> newestAge(Selector selector, Instant now) {
        var far = selector.range().compareTo(LOOKBACK) > 0 ? selector.range() : LOOKBACK;
        return store.evidence()
                .newestAge(selector, now, staleAfter)
                .or(() -> store.evidence().newestAge(selector, now, far));
    }

    static String words(Duration duration) {
        return duration.toMinutes() >= 5
                ? duration.toMinutes() + " min"
                : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}

package dev.headroom.promqltest;

import com.google.re2j.Pattern;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryEngine;
import dev.headroom.promql.QueryResult;
import dev.headroom.tsdb.Queryable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Runs scripts: each against a storage of its own that starts empty.
///
/// As in Prometheus' runner an instant query is asked a second time as the middle of a range query, which must give the
/// same unless the order of the answer counts, it is a string or a range vector, or the query asks for its own start,
/// end, range or step.
public final class ScriptRunner {

    private static final Duration AROUND = Duration.ofMinutes(1);

    /// Functions and modifiers that have other values in a range query.
    private static final Pattern QUERY_CONTEXT = Pattern.compile("(?:start|end|range|step)\\(\\)");

    private final Engines engines;
    private final boolean delayedFirst;

    /// Makes the engine that a script is run with.
    @FunctionalInterface
    public interface Engines {

        /// @param delayedNameRemoval whether the metric name is dropped at the end of the evaluation
        QueryEngine over(Queryable storage, boolean delayedNameRemoval);
    }

    /// @param delayedNameRemoval what holds until the script says otherwise
    public ScriptRunner(Engines engines, boolean delayedNameRemoval) {
        this.engines = engines;
        this.delayedFirst = delayedNameRemoval;
    }

    /// Runs a script from its first line to its last; one outcome for each `eval`.
    public List<Outcome> run(Script script) {
        var run = new Run(script.file());
        script.statements().forEach(run::execute);
        return List.copyOf(run.outcomes);
    }

    private final class Run {
        private final String file;
        private final List<Outcome> outcomes = new ArrayList<>();
        private ScriptStorage storage = new ScriptStorage();
        private boolean delayedNameRemoval = delayedFirst;
        private QueryEngine engine = engines.over(storage, delayedFirst);

        Run(String file) {
            this.file = file;
        }

        void execute(Script.Statement statement) {
            switch (statement) {
                case Script.Statement.Clear _ -> {
                    storage = new ScriptStorage();
                    engine = engines.over(storage, delayedNameRemoval);
                }
                case Script.Statement.NameRemoval set -> {
                    delayedNameRemoval = set.delayed();
                    engine = engines.over(storage, delayedNameRemoval);
                }
                case Script.Statement.Load load -> load(load);
                case Script.Statement.Instant(var line, var query, var atMillis, var expected) ->
                    outcomes.add(outcome(line, query, instant(query, atMillis, expected)));
                case Script.Statement.Range(var line, var query, var window, var expected) ->
                    outcomes.add(outcome(line, query, range(query, window, expected)));
            }
        }

        private void load(Script.Statement.Load load) {
            try {
                storage.load(load);
            } catch (IllegalArgumentException wrong) {
                throw new ScriptException(file + ":" + load.line() + ": " + wrong.getMessage());
            }
        }

        private Outcome outcome(int line, String query, Optional<Comparison.Difference> difference) {
            return new Outcome(
                    file,
                    line,
                    query,
                    difference.map(Comparison.Difference::expected).orElse(""),
                    difference.map(Comparison.Difference::got).orElse(""));
        }

        private Optional<Comparison.Difference> instant(String query, long atMillis, Expectation expected) {
            var at = Instant.ofEpochMilli(atMillis);
            var answer = answer(() -> engine.instant(query, at));
            var window = expected.window().orElse(new Expectation.Window(atMillis, atMillis, 1));
            var difference = judge(answer, expected, window);
            boolean compareRange = answer instanceof Answer.Result(var result)
                    && expected.fail().isEmpty()
                    && !expected.ordered()
                    && !QUERY_CONTEXT.matcher(query).find()
                    && (result.value() instanceof QueryResult.Scalar || result.value() instanceof QueryResult.Vector);
            if (difference.isPresent() || !compareRange) {
                return difference;
            }
            return switch (answer(() -> engine.range(query, at.minus(AROUND), at.plus(AROUND), AROUND))) {
                case Answer.Failure failure ->
                    Optional.of(new Comparison.Difference("the same in a range query", failure.message()));
                case Answer.Result result ->
                    Comparison.of(middle(result.result(), expected.scalar().isPresent(), atMillis), expected, window)
                            .map(other -> new Comparison.Difference(
                                    other.expected() + " in a range query", other.got()));
            };
        }

        private static QueryResult.Value middle(QueryResult result, boolean scalar, long atMillis) {
            if (!(result.value() instanceof QueryResult.Matrix(var rows))) {
                return result.value();
            }
            var elements = new ArrayList<QueryResult.Element>();
            for (var row : rows) {
                for (int i = 0; i < row.samples().size(); i++) {
                    if (row.samples().timestamp(i) == atMillis) {
                        elements.add(element(row, i));
                    }
                }
            }
            return scalar && elements.size() == 1
                    ? new QueryResult.Scalar(atMillis, elements.getFirst().value())
                    : new QueryResult.Vector(elements);
        }

        private static QueryResult.Element element(QueryResult.Row row, int index) {
            var histogram = row.samples().histogram(index);
            long millis = row.samples().timestamp(index);
            return histogram == null
                    ? new QueryResult.Element(row.labels(), millis, row.samples().value(index))
                    : new QueryResult.Element(row.labels(), millis, histogram);
        }

        private Optional<Comparison.Difference> range(String query, Expectation.Window window, Expectation expected) {
            var answer = answer(() -> engine.range(
                    query,
                    Instant.ofEpochMilli(window.startMillis()),
                    Instant.ofEpochMilli(window.endMillis()),
                    Duration.ofMillis(window.stepMillis())));
            return judge(answer, expected, window);
        }

        private Answer answer(Supplier<QueryResult> question) {
            try {
                return new Answer.Result(question.get());
            } catch (PromqlException failure) {
                return new Answer.Failure(failure.getMessage(), false);
            } catch (RuntimeException defect) {
                // The edge of the loop over evals: a defect of the engine fails this one and no other.
                return new Answer.Failure("the engine broke: " + defect, true);
            }
        }
    }

    private sealed interface Answer {
        record Result(QueryResult result) implements Answer {}

        /// @param defect whether the engine broke, which is never an expected error
        record Failure(String message, boolean defect) implements Answer {}
    }

    private static Optional<Comparison.Difference> judge(
            Answer answer, Expectation expected, Expectation.Window window) {
        return switch (answer) {
            case Answer.Failure(var message, var defect) -> {
                if (!defect && expected.fail().map(match -> match.matches(message)).orElse(false)) {
                    yield Optional.empty();
                }
                yield Optional.of(new Comparison.Difference(
                        expected.fail().map(match -> "the error " + match.words()).orElse("an answer"),
                        "the error \"" + message + '"'));
            }
            case Answer.Result(var result) -> {
                if (expected.fail().isPresent()) {
                    yield Optional.of(new Comparison.Difference(
                            "the error " + expected.fail().get().words(), "an answer"));
                }
                var annotations = annotations("warning", result.warnings(), expected.warnings(), expected.noWarnings())
                        .or(() -> annotations("info", result.infos(), expected.infos(), expected.noInfos()));
                yield annotations.or(() -> Comparison.of(result.value(), expected, window));
            }
        };
    }

    /// Every expected annotation must have come, and, when any is expected, no other.
    private static Optional<Comparison.Difference> annotations(
            String kind, List<String> got, List<TextMatch> expected, boolean none) {
        if (none && !got.isEmpty()) {
            return Optional.of(new Comparison.Difference("no " + kind, got.getFirst()));
        }
        for (var match : expected) {
            if (got.stream().noneMatch(match::matches)) {
                return Optional.of(new Comparison.Difference(
                        "the " + kind + " " + match.words(), got.isEmpty() ? "none" : String.join("; ", got)));
            }
        }
        for (var text : got) {
            if (!expected.isEmpty() && expected.stream().noneMatch(match -> match.matches(text))) {
                return Optional.of(new Comparison.Difference("no other " + kind, text));
            }
        }
        return Optional.empty();
    }
}

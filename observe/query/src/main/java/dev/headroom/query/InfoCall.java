package dev.headroom.query;

import com.google.re2j.Pattern;
import dev.headroom.model.Labels;
import dev.headroom.model.Matcher;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Modifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Evaluates `info(v, {labels})`: adds the data labels of info metrics to the series of `v` that have the same `job`
/// and `instance`. Without a selector the info metric is `target_info`, with all of its labels.
final class InfoCall {

    private static final String TARGET_INFO = "target_info";

    /// The labels that say which target a series is from.
    private static final List<String> IDENTIFYING = List.of("instance", "job");

    private final Evaluation evaluation;
    private final QueryRun run;
    private final Grid grid;
    private final Expr base;
    private final List<Matcher> nameMatchers;
    /// The wanted data labels with their conditions; none wants all.
    private final Map<String, List<Matcher>> dataMatchers;
    private final Map<Labels, ColumnBuilder> outputs = new LinkedHashMap<>();
    private final Map<Labels, Boolean> dropNames = new LinkedHashMap<>();

    InfoCall(Evaluation evaluation, Expr.Call call) {
        this.evaluation = evaluation;
        this.run = evaluation.run();
        this.grid = evaluation.grid();
        this.base = call.args().getFirst();
        List<Matcher> matchers = call.args().size() > 1 && call.args().get(1) instanceof Expr.VectorSelector labels
                ? labels.matchers()
                : List.of();
        this.nameMatchers = effective(matchers.stream()
                .filter(matcher -> matcher.name().equals(Labels.NAME))
                .toList());
        this.dataMatchers = matchers.stream()
                .filter(matcher -> !matcher.name().equals(Labels.NAME))
                .collect(Collectors.groupingBy(Matcher::name));
    }

    /// Which metrics are info metrics: as the selector says; everything called so when it only says what is not.
    private static List<Matcher> effective(List<Matcher> matchers) {
        if (matchers.isEmpty()) {
            return List.of(Matcher.equal(Labels.NAME, TARGET_INFO));
        }
        boolean positive = matchers.stream()
                .anyMatch(matcher ->
                        matcher.type() == Matcher.Type.EQUAL || matcher.type() == Matcher.Type.REGEX);
        if (positive) {
            return matchers;
        }
        var all = new ArrayList<Matcher>();
        all.add(Matcher.of(Matcher.Type.REGEX, Labels.NAME, ".+_info"));
        all.addAll(matchers);
        return all;
    }

    List<Series> series() {
        var vector = evaluation.vector(base);
        var infos = infoSeries(vector);
        for (var series : vector) {
            boolean isInfo = isInfo(series.labels());
            var own = infos.of(series.labels());
            for (int step = series.column().first(); step < series.column().end(); step++) {
                run.budget().work();
                if (!series.column().has(step)) {
                    continue;
                }
                int at = step;
                var labels = isInfo
                        ? Optional.of(series.labels())
                        : enriched(
                                series.labels(),
                                own.stream()
                                        .map(info -> info.newest(at))
                                        .flatMap(Optional::stream)
                                        .toList());
                labels.ifPresent(enriched -> add(enriched, series, at));
            }
        }
        var results = new ArrayList<Series>();
        outputs.forEach((labels, values) ->
                results.add(new Series(labels, dropNames.getOrDefault(labels, false), values.take())));
        return results;
    }

    private void add(Labels labels, Series series, int step) {
        var output = outputs.computeIfAbsent(labels, _ -> run.builder(grid.count()));
        dropNames.putIfAbsent(labels, series.dropName());
        if (output.has(step)) {
            throw QueryRun.sameLabels();
        }
        output.copy(step, series.column());
    }

    private boolean isInfo(Labels labels) {
        return nameMatchers.stream().allMatch(matcher -> matcher.matches(labels));
    }

    /// The labels of a series with those of its info series; empty when it has none and the selector insists.
    private Optional<Labels> enriched(Labels labels, List<Labels> infos) {
        boolean insists = dataMatchers.values().stream()
                .flatMap(List::stream)
                .anyMatch(matcher -> !matcher.matchesAbsent());
        if (infos.isEmpty() && insists) {
            return Optional.empty();
        }
        var added = Labels.builder();
        for (var info : infos) {
            info.forEach((name, value) -> {
                if (name.equals(Labels.NAME) || (!dataMatchers.isEmpty() && !dataMatchers.containsKey(name))) {
                    return;
                }
                var known = added.value(name);
                if (!known.isEmpty() && !known.equals(value)) {
                    throw QueryRun.failure("conflicting label: " + name);
                }
                if (!labels.has(name)) {
                    added.set(name, value);
                }
            });
        }
        var enriched = labels.toBuilder();
        added.build().forEach(enriched::set);
        return Optional.of(enriched.build());
    }

    /// The info series of one metric and one target.
    private final class TargetInfo {
        private final List<Series> versions = new ArrayList<>();
        private @Nullable Series @Nullable [] newest;

        /// The labels of the one whose sample is the newest at a step.
        Optional<Labels> newest(int step) {
            if (newest == null) {
                newest = new Series[grid.count()];
                for (int i = 0; i < newest.length; i++) {
                    newest[i] = pick(i);
                }
            }
            return Optional.ofNullable(newest[step]).map(Series::labels);
        }

        private @Nullable Series pick(int step) {
            Series picked = null;
            for (var version : versions) {
                double time = version.column().value(step);
                if (Column.isAbsent(time)) {
                    continue;
                }
                double known = picked == null ? Double.NEGATIVE_INFINITY : picked.column().value(step);
                if (picked != null && time == known) {
                    throw QueryRun.failure("found duplicate series for info metric: existing " + picked.labels() + " @ "
                            + Math.round(known * 1000) + ", new " + version.labels() + " @ " + Math.round(time * 1000));
                }
                picked = time > known ? version : picked;
            }
            return picked;
        }
    }

    /// The info series by their target.
    private final class TargetInfos {
        private final Map<Labels, Map<String, TargetInfo>> byTarget = new LinkedHashMap<>();

        void add(Series series) {
            byTarget.computeIfAbsent(target(series.labels()), _ -> new LinkedHashMap<>())
                    .computeIfAbsent(series.labels().value(Labels.NAME), _ -> new TargetInfo())
                    .versions
                    .add(series);
        }

        List<TargetInfo> of(Labels labels) {
            return List.copyOf(byTarget.getOrDefault(target(labels), Map.of()).values());
        }

        private static Labels target(Labels labels) {
            return labels.only(IDENTIFYING);
        }
    }

    private TargetInfos infoSeries(List<Series> vector) {
        var matchers = new ArrayList<Matcher>();
        for (var label : IDENTIFYING) {
            var values = new TreeSet<String>();
            for (var series : vector) {
                if (!isInfo(series.labels()) && series.labels().has(label)) {
                    values.add(Pattern.quote(series.labels().value(label)));
                }
            }
            if (!values.isEmpty()) {
                matchers.add(Matcher.of(Matcher.Type.REGEX, label, String.join("|", values)));
            }
        }
        var infos = new TargetInfos();
        if (matchers.isEmpty()) {
            return infos;
        }
        dataMatchers.values().forEach(matchers::addAll);
        matchers.addAll(nameMatchers);
        var reference = reference(base, List.of()).orElse(new ReferenceTime(OptionalLong.empty(), 0));
        InstantSelection.infoTimestamps(run, grid, reference, matchers).forEach(infos::add);
        return infos;
    }

    /// The time that the first selector of an expression reads at; info series are read at that time, too.
    ///
    /// @param around the modifiers of the subqueries around the expression, from the innermost to the outermost
    private static Optional<ReferenceTime> reference(Expr expr, List<Modifiers> around) {
        return switch (expr) {
            case Expr.VectorSelector selector -> Optional.of(reference(selector.modifiers(), around));
            case Expr.MatrixSelector matrix -> reference(matrix.selector(), around);
            case Expr.Subquery subquery -> {
                var wider = new ArrayList<Modifiers>();
                wider.add(subquery.modifiers());
                wider.addAll(around);
                yield reference(subquery.expr(), wider);
            }
            case Expr.Unary unary -> reference(unary.operand(), around);
            case Expr.Binary binary ->
                reference(binary.left(), around).or(() -> reference(binary.right(), around));
            case Expr.Aggregate aggregate -> reference(aggregate.expr(), around);
            case Expr.Call call ->
                call.args().stream()
                        .map(arg -> reference(arg, around))
                        .flatMap(Optional::stream)
                        .findFirst();
            case Expr.Paren paren -> reference(paren.inner(), around);
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> Optional.empty();
        };
    }

    /// Offsets add up until an `@` pins the time.
    private static ReferenceTime reference(Modifiers own, List<Modifiers> around) {
        var reference = ReferenceTime.of(own);
        for (var modifiers : around) {
            if (reference.pinned().isPresent()) {
                break;
            }
            var wider = ReferenceTime.of(modifiers);
            reference = new ReferenceTime(wider.pinned(), reference.offsetMillis() + wider.offsetMillis());
        }
        return reference;
    }
}

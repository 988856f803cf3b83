package dev.headroom.query;

import dev.headroom.model.Labels;
import dev.headroom.promql.Expr;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.VectorMatching;
import dev.headroom.promql.VectorMatching.Cardinality;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Evaluates arithmetic and comparisons between two instant vectors.
///
/* The sides are turned so that the "many" side, or the left one when both are "one", comes first: `many` and `one`
 * below. Each series of `many` meets at each step the one series of its group that has a value there. Where there is
 * none, a fill value may take its place; as in Prometheus, `fill_right` always stands for `one` and `fill_left` for
 * `many`. */
final class VectorBinary {

    private final Evaluation evaluation;
    private final Expr.Binary binary;
    private final VectorMatching matching;
    private final boolean swapped;
    private final int steps;
    private final Elements elements;
    private final ResultLabels resultLabels;
    private final Map<Labels, ColumnBuilder> outputs = new LinkedHashMap<>();
    private final IdentityHashMap<MatchGroups.Group, Meeting> meetings = new IdentityHashMap<>();
    private @Nullable Failure failure;

    VectorBinary(Evaluation evaluation, Expr.Binary binary) {
        this.evaluation = evaluation;
        this.binary = binary;
        this.matching = binary.matching().orElseThrow();
        this.swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        this.steps = evaluation.grid().count();
        this.elements = new Elements(binary, evaluation.run().annotations());
        this.resultLabels = new ResultLabels(binary, matching, evaluation.run());
    }

    /// What stands in the way of an answer at a step. The first step's failure is the answer, as if the steps were
    /// evaluated one after the other; at one step a duplicate comes before what meets it.
    private record Failure(int step, boolean duplicate, PromqlException cause) {
        boolean isBefore(int otherStep, boolean otherDuplicate) {
            return step < otherStep || (step == otherStep && (duplicate || !otherDuplicate));
        }
    }

    private void failed(int step, boolean duplicate, Supplier<PromqlException> cause) {
        if (failure == null || !failure.isBefore(step, duplicate)) {
            failure = new Failure(step, duplicate, cause.get());
        }
    }

    /// What one group knows while its series meet.
    private static final class Meeting {
        /// At each step the index of the series of the "one" side, -1 when none has a value.
        private final int[] one;
        /// The steps at which any pair of the group met.
        private final BitSet matched = new BitSet();
        /// At which steps labels were given to a pair, where many elements may meet one.
        private final Map<Labels, BitSet> given = new HashMap<>();

        Meeting(int[] one) {
            this.one = one;
        }
    }

    List<Series> series() {
        var left = evaluation.vector(binary.left());
        var right = evaluation.vector(binary.right());
        var many = swapped ? right : left;
        var one = swapped ? left : right;
        var groups = new MatchGroups(matching, many, one);
        var compared = comparedSteps(many, one);
        // All of the "one" side first: a duplicate fails even when nothing matches it.
        for (var side : List.of(one, many)) {
            for (var series : side) {
                meetings.computeIfAbsent(groups.of(series), group -> meeting(group, compared));
            }
        }
        for (var series : many) {
            meet(series, groups.of(series), compared);
        }
        matching.fillLeft().ifPresent(fill -> one.forEach(series -> fillMany(series, groups.of(series), fill)));
        if (failure != null) {
            throw failure.cause();
        }
        return outputs.entrySet().stream()
                .map(output -> new Series(
                        output.getKey(), binary.returnBool(), output.getValue().take()))
                .filter(series -> !series.column().isEmpty())
                .toList();
    }

    /// The steps at which anything can match: both sides have a value somewhere, or one has and the other is filled.
    private BitSet comparedSteps(List<Series> many, List<Series> one) {
        var compared = present(many);
        if (matching.fillLeft().isPresent() || matching.fillRight().isPresent()) {
            compared.or(present(one));
        } else {
            compared.and(present(one));
        }
        return compared;
    }

    private BitSet present(List<Series> side) {
        var present = new BitSet(steps);
        for (var series : side) {
            for (int step = series.column().first(); step < series.column().end(); step++) {
                if (series.column().has(step)) {
                    present.set(step);
                }
            }
        }
        return present;
    }

    private Meeting meeting(MatchGroups.Group group, BitSet compared) {
        var one = new int[steps];
        Arrays.fill(one, -1);
        for (int i = 0; i < group.right().size(); i++) {
            var column = group.right().get(i).column();
            for (int step = column.first(); step < column.end(); step++) {
                if (column.has(step) && compared.get(step)) {
                    if (one[step] >= 0) {
                        var first = group.right().get(one[step]);
                        var second = group.right().get(i);
                        failed(step, true, () -> duplicate(group, first, second));
                    }
                    one[step] = i;
                }
            }
        }
        return new Meeting(one);
    }

    private PromqlException duplicate(MatchGroups.Group group, Series first, Series second) {
        var left = first.labels().toString();
        var right = second.labels().toString();
        boolean inOrder = left.compareTo(right) <= 0;
        return QueryRun.failure("found duplicate series for the match group " + group.labels() + " on the "
                + (swapped ? "left" : "right") + " hand-side of the operation: [" + (inOrder ? left : right) + ", "
                + (inOrder ? right : left)
                + "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    private void meet(Series series, MatchGroups.Group group, BitSet compared) {
        var meeting = Objects.requireNonNull(meetings.get(group));
        var filler = matching.fillRight().isPresent() ? filler(group, matching.fillRight().getAsDouble()) : null;
        for (int step = series.column().first(); step < series.column().end(); step++) {
            evaluation.run().budget().work();
            if (!series.column().has(step) || !compared.get(step)) {
                continue;
            }
            var other = meeting.one[step] >= 0 ? group.right().get(meeting.one[step]) : filler;
            if (other != null) {
                pair(series, other, step, meeting);
            }
        }
    }

    /// Gives the elements of the "one" side that nothing met their fill value.
    private void fillMany(Series series, MatchGroups.Group group, double fill) {
        var meeting = Objects.requireNonNull(meetings.get(group));
        var filler = filler(group, fill);
        for (int step = series.column().first(); step < series.column().end(); step++) {
            if (series.column().has(step) && !meeting.matched.get(step)) {
                pair(filler, series, step, meeting);
            }
        }
    }

    private Series filler(MatchGroups.Group group, double fill) {
        var values = new double[steps];
        Arrays.fill(values, fill);
        return new Series(group.labels(), false, Column.of(values));
    }

    private void pair(Series many, Series one, int step, Meeting meeting) {
        var left = swapped ? one.column() : many.column();
        var right = swapped ? many.column() : one.column();
        var outcome =
                elements.apply(left.value(step), left.histogram(step), right.value(step), right.histogram(step));
        if (outcome == Elements.Outcome.IMPOSSIBLE) {
            return;
        }
        var labels = resultLabels.of(many, one);
        if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
            if (meeting.matched.get(step)) {
                failed(step, false, () -> QueryRun.failure("multiple matches for labels: many-to-one matching must be"
                        + " explicit (group_left/group_right)"));
                return;
            }
        } else {
            var given = meeting.given.computeIfAbsent(labels, _ -> new BitSet());
            if (given.get(step)) {
                failed(step, false, () -> QueryRun.failure(
                        "multiple matches for labels: grouping labels must ensure unique matches"));
                return;
            }
            given.set(step);
        }
        meeting.matched.set(step);
        boolean kept = outcome == Elements.Outcome.KEPT;
        if (!kept && !binary.returnBool()) {
            return;
        }
        var output = outputs.computeIfAbsent(labels, _ -> evaluation.run().builder(steps));
        if (output.has(step)) {
            failed(step, false, QueryRun::sameLabels);
            return;
        }
        if (binary.returnBool()) {
            output.set(step, kept ? 1 : 0);
        } else {
            output.set(step, elements.value(), elements.histogram());
        }
    }

    /// The labels of the result of a pair; the last pair is remembered, because it usually comes again.
    private static final class ResultLabels {

        private final boolean dropName;
        private final VectorMatching matching;
        private @Nullable Series lastMany;
        private @Nullable Series lastOne;
        private Labels last = Labels.empty();

        ResultLabels(Expr.Binary binary, VectorMatching matching, QueryRun run) {
            this.matching = matching;
            this.dropName = !binary.op().isComparison() || (binary.returnBool() && !run.options().delayedNameRemoval());
        }

        @SuppressWarnings("ReferenceEquality") // the very series, not one like it: this is a memory of one call
        Labels of(Series many, Series one) {
            if (many != lastMany || one != lastOne) {
                last = result(many.labels(), one.labels());
                lastMany = many;
                lastOne = one;
            }
            return last;
        }

        private Labels result(Labels many, Labels one) {
            var labels = dropName ? QueryRun.withoutMetadata(many) : many;
            if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
                var names = new HashSet<>(matching.labels());
                labels = matching.on() ? labels.only(names) : labels.without(names);
            }
            if (matching.include().isEmpty()) {
                return labels;
            }
            var builder = labels.toBuilder();
            matching.include().forEach(name -> builder.set(name, one.value(name)));
            return builder.build();
        }
    }
}

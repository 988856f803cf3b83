package dev.headroom.explain;

import dev.headroom.autoscaler.Decision;
import dev.headroom.autoscaler.DecisionRecord;
import dev.headroom.autoscaler.DecisionRecord.Input;
import dev.headroom.drafts.Meaning;
import dev.headroom.hpa.MetricText;
import dev.headroom.hpa.Reason;
import dev.headroom.model.Quantity;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Selectors;
import dev.headroom.promql.Syntax;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Metrics of a decision that are the same for one replica as for all (a quantile, an average, a ratio), and that the
/// HorizontalPodAutoscaler divides by the replicas all the same, because a trigger without `metricType: Value` has
/// AverageValue. The more replicas run, the better such a reading looks.
public final class DividedReadings {

    /// The reason of such a metric.
    public static final String MISSING = "MetricTypeValueMissing";

    private static final String AVERAGED = " (avg)";
    private static final MathContext DIGITS = new MathContext(3);
    private static final Pattern SECONDS = Pattern.compile("(?i)_seconds(_|:|$)");

    private DividedReadings() {}

    /// One reason for each such metric, in words with the numbers of the decision.
    public static List<Reason> of(DecisionRecord record) {
        return replicas(record.decision()).stream()
                .filter(replicas -> replicas > 1)
                .boxed()
                .flatMap(replicas -> record.inputs().stream().flatMap(input -> of(input, replicas).stream()))
                .toList();
    }

    private static OptionalInt replicas(Decision decision) {
        return switch (decision) {
            case Decision.Scale scale -> OptionalInt.of(scale.current());
            case Decision.Hold hold -> OptionalInt.of(hold.current());
            case Decision.Abstain _ -> OptionalInt.empty();
        };
    }

    private static Optional<Reason> of(Input input, int replicas) {
        var value = input.signal().number();
        if (!input.target().endsWith(AVERAGED) || value.isEmpty() || value.getAsDouble() == 0) {
            return Optional.empty();
        }
        return tree(input.query()).flatMap(expr -> {
            var meaning = Meaning.of(expr);
            return meaning.kind().isIntensive()
                    ? Optional.of(reason(input, replicas, value.getAsDouble(), words(expr, meaning), unit(meaning)))
                    : Optional.empty();
        });
    }

    private static Reason reason(Input input, int replicas, double value, String what, String unit) {
        var target = input.target().substring(0, input.target().length() - AVERAGED.length());
        var times = Quantity.tryParse(target)
                .map(Quantity::approximateDouble)
                .filter(number -> number > 0 && value > number)
                .map(number -> "; undivided it is " + number(value / number) + " times its target")
                .orElse("");
        return new Reason(
                MISSING,
                DecisionText.name(input) + ": metricType Value missing: " + what + " divided by "
                        + MetricText.count(replicas) + ": " + number(value) + unit + " reads " + input.reading()
                        + " against " + input.target() + times);
    }

    private static Optional<Expr> tree(String query) {
        try {
            return query.isBlank() ? Optional.empty() : Optional.of(Parser.parse(query, Syntax.EXPERIMENTAL));
        } catch (PromqlException _) {
            return Optional.empty();
        }
    }

    /// `p95`, where the query says which quantile; `an average`.
    private static String words(Expr expr, Meaning meaning) {
        return quantiles(expr).findFirst().map(rank -> "p" + number(rank * 100)).orElse(meaning.kind().words());
    }

    private static Stream<Double> quantiles(Expr expr) {
        return Selectors.expressions(expr)
                .filter(Expr.Call.class::isInstance)
                .map(Expr.Call.class::cast)
                .filter(call -> call.function().name().equals("histogram_quantile"))
                .flatMap(call -> Meaning.number(call.args().getFirst()).stream());
    }

    private static String unit(Meaning meaning) {
        return !meaning.scaled() && SECONDS.matcher(meaning.metric()).find() ? " s" : "";
    }

    private static String number(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}

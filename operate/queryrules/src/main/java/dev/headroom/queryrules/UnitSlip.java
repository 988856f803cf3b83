package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Query;
import dev.headroom.drafts.Scaler;
import dev.headroom.manifests.Field;
import dev.headroom.model.Quantity;
import dev.headroom.promql.Expr;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Numbers that are a thousand times too large or too small for the unit of what they are compared with.
final class UnitSlip implements QueryRule {

    /// No request should take longer; whoever means it silences the rule.
    private static final double MANY_SECONDS = 60;

    private static final Pattern REQUEST =
            Pattern.compile("(?i)request|response|http|grpc|rpc|latency|inference|predict|ttft|tpot");
    private static final Pattern AGE = Pattern.compile("(?i)expir|age_|uptime|lifetime|since|until|timeout");
    private static final Pattern SECONDS = Pattern.compile("(?i)_seconds(_|$)");
    private static final Pattern MILLIS = Pattern.compile("(?i)_(ms|millis|milliseconds|msec)(_|:|$)");
    private static final Pattern DURATION_NAME = Pattern.compile("(?i)latency|duration|response_time");

    @Override
    public String id() {
        return "unit-slip";
    }

    @Override
    public String title() {
        return "A threshold in milliseconds for a metric in seconds, or the other way round";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return Stream.concat(
                QueryRule.super.findings(drafts),
                drafts.scalers().stream()
                        .flatMap(scaler -> scaler.metrics().stream().flatMap(metric -> ofMetric(scaler, metric,
                                drafts))));
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        return Thresholds.of(query, expr, drafts).flatMap(threshold -> {
            var meaning = Meaning.of(threshold.part());
            boolean time = meaning.kind().isIntensive() || meaning.kind() == Meaning.Kind.OTHER;
            return time && !meaning.scaled()
                    ? slip(query.what(), meaning.metric(), threshold.value()).stream()
                            .map(slip -> finding(slip, threshold, query, drafts))
                    : Stream.empty();
        });
    }

    private record Slip(String what, String metric, String unit, boolean tooLarge) {}

    private static Optional<Slip> slip(String what, String metric, double value) {
        if (!REQUEST.matcher(metric).find() || AGE.matcher(metric).find()) {
            return Optional.empty();
        }
        if (SECONDS.matcher(metric).find() && value >= MANY_SECONDS) {
            return Optional.of(new Slip(what, metric, "seconds", true));
        }
        return MILLIS.matcher(metric).find() && value > 0 && value < 1
                ? Optional.of(new Slip(what, metric, "milliseconds", false))
                : Optional.empty();
    }

    private Finding finding(Slip slip, Thresholds threshold, Query query, Drafts drafts) {
        var meant = meant(threshold.value(), slip.tooLarge(), threshold.quantity());
        var edit = threshold.written().isPresent()
                ? threshold.written().flatMap(field -> drafts.rewrite(
                        field, threshold.quantity() ? meant : '"' + meant + '"'))
                : numberIn(query, threshold).flatMap(range -> query.replace(range, meant));
        return warning(threshold.place(), message(slip, threshold.text(), meant))
                .with(edit.map(each -> Fix.of("write it in " + slip.unit(), each)));
    }

    private static Optional<dev.headroom.promql.TextRange> numberIn(Query query, Thresholds threshold) {
        return query.tree().stream()
                .flatMap(dev.headroom.promql.Selectors::expressions)
                .filter(Expr.NumberLiteral.class::isInstance)
                .filter(number -> query.place(number).equals(threshold.place()))
                .map(Expr::text)
                .findFirst();
    }

    private static String message(Slip slip, String got, String meant) {
        return slip.what() + ": expected a number in " + slip.unit() + " for " + slip.metric() + ", got " + got + " "
                + slip.unit() + ": " + (slip.tooLarge() ? "it is never reached" : "it is always passed") + "; write "
                + meant;
    }

    private static String meant(double value, boolean tooLarge, boolean quantity) {
        var number = BigDecimal.valueOf(value).movePointRight(tooLarge ? -3 : 3).stripTrailingZeros();
        boolean millis = quantity && tooLarge && BigDecimal.valueOf(value).stripTrailingZeros().scale() <= 0;
        return millis ? BigDecimal.valueOf(value).toBigInteger() + "m" : number.toPlainString();
    }

    /// A metric of a HorizontalPodAutoscaler whose name says what it is; where an adapter rule serves it, that is
    /// looked
    /// at instead.
    private Stream<Finding> ofMetric(Scaler scaler, Field metric, Drafts drafts) {
        return Stream.of("pods", "object", "external")
                .map(source -> Peek.at(metric, source))
                .filter(source -> !source.isMissing())
                .flatMap(source -> {
                    var name = Peek.text(source, "metric", "name").orElse("");
                    boolean served = drafts.adapterRules().stream()
                            .anyMatch(rule -> rule.apiName().orElse("").equals(name) && rule.seriesName().isPresent());
                    return served || !DURATION_NAME.matcher(name).find() || MILLIS.matcher(name).find()
                            ? Stream.<Finding>empty()
                            : Stream.of("averageValue", "value")
                                    .map(key -> Peek.at(source, "target", key))
                                    .flatMap(target -> ofTarget(scaler, name, target, drafts));
                });
    }

    private Stream<Finding> ofTarget(Scaler scaler, String name, Field target, Drafts drafts) {
        return Peek.text(target)
                .flatMap(Quantity::tryParse)
                .map(Quantity::approximateDouble)
                .filter(value -> value >= MANY_SECONDS)
                .stream()
                .map(value -> {
                    var slip = new Slip(scaler.what() + ": metric", name, "seconds", true);
                    var meant = meant(value, true, true);
                    return warning(target.place(), message(slip, Peek.text(target).orElse(""), meant))
                            .with(drafts.rewrite(target, meant).map(edit -> Fix.of("write it in seconds", edit)));
                });
    }
}

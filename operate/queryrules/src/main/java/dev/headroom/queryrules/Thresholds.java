package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Query;
import dev.headroom.drafts.Scaler;
import dev.headroom.manifests.Field;
import dev.headroom.model.Quantity;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Selectors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the value of a query is compared with.
///
/// @param part the part of the query whose value it is
/// @param written where the number is written in a file; empty when it stands in the query
/// @param place of the number
/// @param scales whether an autoscaler compares it, which ignores a tenth
/// @param quantity whether it is a Kubernetes quantity
record Thresholds(
        Expr part, double value, String text, Optional<Field> written, Field.Place place, boolean scales,
        boolean quantity) {

    static Stream<Thresholds> of(Query query, Expr expr, Drafts drafts) {
        return switch (query.origin()) {
            case Origin.OfTrigger(_, var trigger) ->
                Stream.of("threshold", "activationThreshold")
                        .map(name -> Peek.at(trigger.field(), "metadata", name))
                        .flatMap(field -> Peek.number(field).stream().filter(value -> value != 0)
                                .map(value -> of(expr, value, field, false)));
            case Origin.OfAdapter(var rule) ->
                rule.apiName().stream()
                        .flatMap(name -> targets(name, drafts))
                        .flatMap(field -> Peek.text(field).flatMap(Quantity::tryParse).stream()
                                .map(value -> of(expr, value.approximateDouble(), field, true)));
            case Origin.OfAlert _, Origin.OfHand _, Origin.OfRecording _ -> compared(query, expr);
        };
    }

    private static Thresholds of(Expr expr, double value, Field field, boolean quantity) {
        return new Thresholds(
                expr, value, Peek.text(field).orElse(""), Optional.of(field), field.place(), true, quantity);
    }

    /// The targets of a metric in all HorizontalPodAutoscalers.
    private static Stream<Field> targets(String metric, Drafts drafts) {
        return drafts.scalers().stream().flatMap(scaler -> targets(scaler, metric));
    }

    private static Stream<Field> targets(Scaler scaler, String metric) {
        return scaler.metrics().stream()
                .flatMap(entry -> Stream.of("pods", "object", "external").map(source -> Peek.at(entry, source)))
                .filter(source -> Peek.text(source, "metric", "name").orElse("").equals(metric))
                .flatMap(source -> Stream.of("averageValue", "value").map(key -> Peek.at(source, "target", key)))
                .filter(field -> !field.isMissing());
    }

    /// Comparisons inside a query.
    private static Stream<Thresholds> compared(Query query, Expr expr) {
        return Selectors.expressions(expr)
                .filter(Expr.Binary.class::isInstance)
                .map(Expr.Binary.class::cast)
                .filter(binary -> binary.op().isComparison())
                .flatMap(binary -> {
                    boolean right = Meaning.number(binary.right()).isPresent();
                    var number = right ? binary.right() : binary.left();
                    var part = right ? binary.left() : binary.right();
                    return Meaning.number(number).stream()
                            .map(value -> new Thresholds(
                                    part, value, number.text().of(query.expression()), Optional.empty(),
                                    query.place(number), false, false));
                });
    }

    /// The `histogram_quantile` whose value is compared as it is.
    Optional<Expr.Call> quantile() {
        return Meaning.of(part).kind() == Meaning.Kind.QUANTILE && !Meaning.of(part).scaled()
                ? Calls.of(part, "histogram_quantile").findFirst()
                : Optional.empty();
    }

    static List<String> bucketSeries(Expr.Call quantile) {
        return Calls.selectors(quantile).map(Meaning::name).filter(name -> name.endsWith("_bucket")).distinct()
                .toList();
    }
}

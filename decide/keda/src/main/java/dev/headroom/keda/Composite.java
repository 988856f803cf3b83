package dev.headroom.keda;

import dev.headroom.formula.Formula;
import dev.headroom.formula.FormulaException;
import dev.headroom.formula.Value;
import dev.headroom.keda.ScaledObject.ScalingModifiers;
import dev.headroom.keda.ScaledObjectStatus.Health;
import dev.headroom.model.Quantity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The metric that a formula computes from those of the triggers.
final class Composite {

    private static final double OUT_OF_RANGE = 0x1p63;

    private final ScaledObject object;
    private final ScalingModifiers modifiers;
    private final Map<String, Health> health;

    private Composite(ScaledObject object, ScalingModifiers modifiers, Map<String, Health> health) {
        this.object = object;
        this.modifiers = modifiers;
        this.health = health;
    }

    /// What the metrics of the triggers become.
    ///
    /// @param values the composite metric; the metrics as they are where nothing computes one; none after a failure
    record Outcome(List<MetricValue> values, Optional<FormulaFailure> failure) {
        Outcome {
            values = List.copyOf(values);
        }
    }

    /// @param found in the order of the triggers
    /// @param health of the metrics, as the object knows it
    static Outcome of(ScaledObject object, Optional<Formula> formula, Map<String, Health> health, List<Found> found) {
        var values =
                found.stream().flatMap(each -> each.asked().values().stream()).toList();
        var modifiers = object.advanced().modifiers();
        if (modifiers.isEmpty()) {
            return new Outcome(values, Optional.empty());
        }
        var fallback = found.stream().filter(Found::isFallback).findFirst();
        if (fallback.isPresent()) {
            var value = fallback.get().asked().values().getFirst().value();
            return new Outcome(List.of(new MetricValue(ScaledObject.COMPOSITE, value)), Optional.empty());
        }
        if (modifiers.get().formula().isEmpty()) {
            return new Outcome(values, Optional.empty());
        }
        return new Composite(object, modifiers.get(), health).evaluated(formula, found);
    }

    private Outcome evaluated(Optional<Formula> formula, List<Found> found) {
        double result;
        try {
            result = number(formula, found);
        } catch (OperatorException failed) {
            return new Outcome(
                    List.of(), Optional.of(new FormulaFailure(FormulaFailure.Kind.EVALUATION, failed.text())));
        }
        double milli = result * 1000;
        if (!(Math.abs(milli) < OUT_OF_RANGE)) {
            var text = "the formula gives " + result + ", which is no number that a metric can have";
            return new Outcome(
                    List.of(), Optional.of(new FormulaFailure(FormulaFailure.Kind.NO_NUMBER, text)));
        }
        var quantity = Quantity.ofMilli((long) milli, Quantity.Format.DECIMAL_EXPONENT);
        return new Outcome(List.of(new MetricValue(ScaledObject.COMPOSITE, quantity)), Optional.empty());
    }

    private double number(Optional<Formula> formula, List<Found> found) throws OperatorException {
        var data = new HashMap<String, Value>();
        for (var each : found) {
            each.asked().values().forEach(value -> data.put(name(each, value), data(value)));
        }
        Value result;
        try {
            result = formula.orElseThrow(() ->
                            new OperatorException("cached compiled formula is nil during its calculation"))
                    .evaluate(data);
        } catch (FormulaException wrong) {
            throw new OperatorException("error trying to run custom formula: " + wrong.text());
        }
        return switch (result) {
            case Value.Number(double value) -> value;
            case Value.Nil _ -> fallback();
            case Value.Whole _, Value.Truth _, Value.Text _, Value.Items _ ->
                throw new OperatorException("formula returned non-float result " + result.kind());
        };
    }

    /// What the formula calls a value; a fallback that a poll left behind has no name in it.
    private static String name(Found found, MetricValue value) {
        return value.metric().equals(found.asked().metric()) ? found.trigger() : "";
    }

    /// Nil for a trigger that has failed too often, where the formula decides what stands in.
    private Value data(MetricValue value) {
        var state = health.get(value.metric());
        boolean absent = object.fallsBackByFormula()
                && state != null
                && state.failures() > object.fallback().orElseThrow().failureThreshold();
        return absent ? Value.NIL : new Value.Number(value.value().approximateDouble());
    }

    private double fallback() throws OperatorException {
        if (object.fallback().isEmpty()) {
            throw new OperatorException(
                    "scalingModifiers formula evaluated to nil but no fallback is configured");
        }
        return object.fallback().get().replicas() * Modifiers.target(modifiers);
    }
}

package dev.headroom.keda;

import dev.headroom.formula.Formula;
import dev.headroom.formula.FormulaException;
import dev.headroom.keda.ScaledObject.ScalingModifiers;
import dev.headroom.triggers.GoText;
import dev.headroom.triggers.TriggerException;
import java.util.Set;
import java.util.stream.Collectors;

/// The checks of `scalingModifiers`, and the formula that comes out of them.
final class Modifiers {

    private static final String IN_FORMULA = "error validating formula in ScalingModifiers\n";
    private static final String IN_TARGET = "error validating target in ScalingModifiers\n";
    private static final String NO_FLOAT =
            "error converting target for scalingModifiers (string->float) to valid target: ";
    static final String UTILIZATION = "Utilization";

    private Modifiers() {}

    /// @throws OperatorException for modifiers that KEDA would refuse
    static Formula compiled(ScaledObject object, ScalingModifiers modifiers) throws OperatorException {
        if (modifiers.formula().isEmpty()) {
            throw new OperatorException("error ScalingModifiers.Formula is mandatory");
        }
        if (modifiers.target().isEmpty()) {
            throw new OperatorException(IN_FORMULA + "formula is given but target is empty");
        }
        Formula formula;
        try {
            formula = Formula.compile(asFloat(modifiers.formula()), names(object));
        } catch (FormulaException wrong) {
            throw new OperatorException(IN_FORMULA + wrong.text());
        }
        checkTarget(modifiers);
        return formula;
    }

    /// What a formula may name: the triggers that have a name and a number of their own.
    private static Set<String> names(ScaledObject object) {
        return object.triggers().stream()
                .filter(trigger -> !trigger.isResource() && !trigger.name().isEmpty())
                .map(TriggerSpec::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// A target must be above 0, NaN passes all the same.
    private static void checkTarget(ScalingModifiers modifiers) throws OperatorException {
        double target;
        try {
            target = GoText.float64(modifiers.target());
        } catch (TriggerException wrong) {
            throw new OperatorException(IN_TARGET + NO_FLOAT + wrong.text());
        }
        if (target <= 0) {
            throw new OperatorException(IN_TARGET + NO_FLOAT + "%!w(<nil>)");
        }
        if (modifiers.metricType().equals(UTILIZATION)) {
            throw new OperatorException(IN_TARGET + "error trigger type is Utilization, but it needs to be AverageValue"
                    + " or Value for external metrics");
        }
    }

    /// The result is made a float unless the text already begins with that; one that may be nil stays nil.
    private static String asFloat(String formula) {
        if (formula.contains("??")) {
            return "let _kedaCompositeResult = (" + formula
                    + "); _kedaCompositeResult == nil ? nil : float(_kedaCompositeResult)";
        }
        return formula.startsWith("float(") ? formula : "float(" + formula + ")";
    }

    /// The target as a number; 0 for a text that is none.
    static double target(ScalingModifiers modifiers) {
        try {
            return GoText.float64(modifiers.target());
        } catch (TriggerException _) {
            return 0;
        }
    }
}

package dev.headroom.autoscaler;

import dev.headroom.hpa.Reason;
import dev.headroom.keda.Asked;
import dev.headroom.keda.FormulaFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must be told about the triggers of a ScaledObject, whatever is decided: that there was no data, that a fallback
/// stands in, that there is no number at all.
final class AskedReasons {

    private AskedReasons() {}

    /// @param names what people call a metric
    static List<Reason> of(List<Asked> asked, Optional<FormulaFailure> formula, Map<String, String> names) {
        var reasons = new ArrayList<Reason>();
        for (var each : asked) {
            var name = names.getOrDefault(each.metric(), each.metric());
            if (each.error().isPresent()) {
                reasons.add(new Reason("TriggerError", name + " has no number: " + why(each)));
            } else if (each.origin() == Asked.Origin.FALLBACK) {
                reasons.add(new Reason(
                        "FallbackExists",
                        name + " is taken as "
                                + each.values().getFirst().value().canonical() + ", the fallback, after "
                                + each.failures()
                                + " failures: " + each.failure().orElse("no number")));
            } else if (each.failure().isPresent()) {
                reasons.add(new Reason(
                        "FallbackExists",
                        name + " is nil in the formula after " + each.failures() + " failures: "
                                + each.failure().get()));
            } else if (!each.noData().isEmpty()) {
                reasons.add(new Reason(
                        "NoDataIgnored",
                        name + " is read as 0 because of ignoreNullValues: there was no data, " + each.noData()));
            }
        }
        formula.ifPresent(failure -> reasons.add(new Reason("FormulaFailed", failure.text())));
        return reasons;
    }

    private static String why(Asked asked) {
        var error = asked.error().orElse("");
        return asked.failure().filter(failure -> !failure.equals(error)).map(failure -> failure + "; ").orElse("")
                + error;
    }
}

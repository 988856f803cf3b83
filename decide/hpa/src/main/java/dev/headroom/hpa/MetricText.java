package dev.headroom.hpa;

import dev.headroom.model.Quantity;
import java.util.Locale;
import java.util.Optional;

/// Metrics and targets as `kubectl get hpa` prints them: `412m/350m`, `<unknown>/80%`, `7/10 (avg)`.
public final class MetricText {

    public static final String UNKNOWN = "<unknown>";

    private MetricText() {}

    /// The target side: `350m`, `10 (avg)`, `80%`.
    public static String target(MetricSpec spec) {
        return switch (spec) {
            case MetricSpec.Resource resource -> resource(resource.target());
            case MetricSpec.ContainerResource resource -> resource(resource.target());
            case MetricSpec.Pods pods -> quantity(pods.target().averageValue());
            case MetricSpec.DescribedObject object -> outside(object.target());
            case MetricSpec.External external -> outside(external.target());
            case MetricSpec.Unknown _ -> UNKNOWN;
        };
    }

    private static String resource(MetricTarget target) {
        return target.averageValue()
                .map(Quantity::toString)
                .or(() -> target.averageUtilization().map(percent -> percent + "%"))
                .orElse("<auto>");
    }

    private static String outside(MetricTarget target) {
        return target.averageValue().map(average -> average + " (avg)").orElseGet(() -> quantity(target.value()));
    }

    /// The reading side: `412m`, `63%`, `<unknown>`.
    public static String reading(MetricStatus status) {
        return status.current()
                .map(current -> current.averageUtilization()
                        .map(percent -> percent + "%")
                        .or(() -> current.averageValue().map(Quantity::toString))
                        .or(() -> current.value().map(Quantity::toString))
                        .orElse(UNKNOWN))
                .orElse(UNKNOWN);
    }

    /// One entry of the TARGETS column: resources are named, an average over replicas is marked.
    public static String column(MetricSpec spec, String reading) {
        var both = reading + "/" + target(spec);
        return switch (spec) {
            case MetricSpec.Resource _, MetricSpec.ContainerResource _ -> spec.name() + ": " + both;
            case MetricSpec.Pods _, MetricSpec.DescribedObject _, MetricSpec.External _, MetricSpec.Unknown _ -> both;
        };
    }

    /// A reading beside its target, both in milli-units.
    static String of(long reading, long target) {
        return MetricStatus.decimal(reading) + "/" + MetricStatus.decimal(target);
    }

    /// How a number of replicas came about.
    static String sentence(String reading, ReplicaCalculator.Result result) {
        int slash = reading.indexOf('/');
        var numbers = reading.substring(0, slash) + " against target " + reading.substring(slash + 1);
        return numbers + String.format(Locale.ROOT, ": %d × %.3f → ", result.basis(), result.ratio())
                + count(result.replicas());
    }

    public static String count(int replicas) {
        return replicas == 1 ? "1 replica" : replicas + " replicas";
    }

    private static String quantity(Optional<Quantity> quantity) {
        return quantity.map(Quantity::toString).orElse(UNKNOWN);
    }
}

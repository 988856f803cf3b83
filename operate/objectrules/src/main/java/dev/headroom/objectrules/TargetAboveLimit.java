package dev.headroom.objectrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Rule;
import dev.headroom.drafts.Scaler;
import dev.headroom.drafts.Scaler.ResourceTarget;
import dev.headroom.drafts.Workload;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Utilization that the limits do not let a pod reach.
///
/* Utilization is use over requests, and use ends at the limit; an autoscaler moves only when it is a tenth above its
 * target. So a target t can raise the replicas only when t * 1.1 * request < limit. */
final class TargetAboveLimit implements Rule {

    private static final BigDecimal TOLERANCE = new BigDecimal("1.1");

    @Override
    public String id() {
        return "target-above-limit";
    }

    @Override
    public String title() {
        return "A utilization target that the limits do not let a pod pass";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.scalers().stream().flatMap(scaler -> drafts.target(scaler).stream()
                .filter(workload -> !Amounts.isPodLevel(workload))
                .flatMap(workload -> scaler.resourceTargets().stream()
                        .flatMap(target -> finding(scaler, workload, target, drafts))));
    }

    private Stream<Finding> finding(Scaler scaler, Workload workload, ResourceTarget target, Drafts drafts) {
        var containers = workload.lastingContainers().stream()
                .filter(container -> target.container().isEmpty()
                        || target.container().equals(Peek.text(container, "name").orElse("")))
                .toList();
        var requests = sum(containers.stream()
                .map(each -> Amounts.request(each, target.resource(), workload.namespace(), drafts))
                .toList());
        var limits = sum(containers.stream()
                .map(each -> Amounts.quantity(each, "resources", "limits", target.resource()))
                .toList());
        if (requests.isEmpty() || limits.isEmpty() || target.utilization().isEmpty()) {
            return Stream.empty();
        }
        int percent = target.utilization().get();
        var needed = requests.get().multiply(BigDecimal.valueOf(percent)).movePointLeft(2).multiply(TOLERANCE);
        if (needed.compareTo(limits.get()) < 0) {
            return Stream.empty();
        }
        var most = limits.get().movePointRight(2).divide(requests.get(), 0, java.math.RoundingMode.DOWN);
        return Stream.of(error(
                target.place(),
                scaler.what() + ": expected a target below " + most + " % of the requested " + target.resource()
                        + " by more than the tolerance of a tenth, got " + percent + " %: the limits of "
                        + workload.what() + " end at " + most + " %, so " + (target.resource().equals("memory")
                                ? "a pod is killed before the autoscaler acts"
                                : "the target is never passed")
                        + "; lower the target or raise the limit"));
    }

    /// Empty when one of them is.
    private static Optional<BigDecimal> sum(List<Optional<BigDecimal>> amounts) {
        return amounts.isEmpty() || amounts.stream().anyMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(amounts.stream().flatMap(Optional::stream).reduce(BigDecimal.ZERO, BigDecimal::add))
                        .filter(sum -> sum.signum() > 0);
    }
}

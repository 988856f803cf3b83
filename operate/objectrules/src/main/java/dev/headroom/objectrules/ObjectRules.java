package dev.headroom.objectrules;

import dev.headroom.drafts.Rule;
import java.util.List;

/// The rules of this module, in the order in which they are documented.
public final class ObjectRules {

    private ObjectRules() {}

    public static List<Rule> all() {
        return List.of(
                new HpaInvalid(),
                new ScaledObjectInvalid(),
                new RulesInvalid(),
                new DocumentUnknown(),
                new ApiRemoved(),
                new DuplicateObject(),
                new TwoAutoscalers(),
                new TargetMissing(),
                new TargetKind(),
                new BoundsFixed(),
                new ReplicasOutside(),
                new RequestsMissing(),
                new TargetAboveLimit(),
                new NamespaceQuota(),
                new ForeignSeries(),
                new MetricUnserved(),
                new Stabilization(),
                new ActivationThreshold(),
                new NoEffect(),
                new SelectorTemplate(),
                new ServiceSelector(),
                new ServicePort(),
                new MonitorTarget(),
                new ScrapeAnnotation(),
                new ScrapeTimeout(),
                new ReadinessMissing(),
                new ProbeBudget(),
                new GracePeriod());
    }
}

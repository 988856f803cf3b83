package dev.headroom.replay;

import dev.headroom.exposition.PageFormat;
import java.util.List;

/// The suites that Headroom replays, one line each.
final class Suites {

    private Suites() {}

    static List<Suite> all() {
        return List.of(
                new QuantitySuite(),
                new SelectorSuite(),
                new DurationAgeSuite(),
                new HpaSuite(),
                new KubectlHpaSuite(),
                new KubectlWorkloadSuite(),
                new KedaPrometheusSuite(),
                new KedaScalersSuite(),
                new KedaExecutorSuite(),
                new KedaHpaSuite(),
                new KedaMetricPathSuite(),
                new DecisionsSuite(),
                new PromqlParseSuite(),
                new KubernetesProbe(),
                new AlertTemplateSuite(),
                new RelabelSuite(),
                new RuleFileSuite(),
                new AlertHistorySuite(),
                new ConfigSuite(),
                new HttpApiSuite(),
                new ExpositionSuite("exposition-text", PageFormat.TEXT),
                new ExpositionSuite("exposition-openmetrics", PageFormat.OPENMETRICS),
                new ContentTypeSuite());
    }
}

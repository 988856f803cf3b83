package dev.headroom.replay;

import dev.headroom.prometheus.PrometheusSuites;
import dev.headroom.recording.Suite;
import java.util.List;
import java.util.stream.Stream;

/// The suites that Headroom replays, one line each.
final class Suites {

    private Suites() {}

    static List<Suite> all() {
        return Stream.concat(PrometheusSuites.all().stream(), own().stream()).toList();
    }

    private static List<Suite> own() {
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
                new KubernetesProbe(),
                new ExpositionSuite("exposition-text", "text/plain"),
                new ExpositionSuite("exposition-openmetrics", "application/openmetrics-text"),
                new ExpositionSuite("exposition-protobuf", "application/vnd.google.protobuf"),
                new ExpositionSuite("exposition-converted", ""),
                new ContentTypeSuite());
    }
}

package dev.headroom.prometheus;

import dev.headroom.recording.Suite;
import java.util.List;

/// The suites that were recorded from Prometheus.
public final class PrometheusSuites {

    private PrometheusSuites() {}

    public static List<Suite> all() {
        return List.of(
                new PromqlParseSuite(),
                new AlertTemplateSuite(),
                new RelabelSuite(),
                new RuleFileSuite(),
                new AlertHistorySuite(),
                new ConfigSuite(),
                new HttpApiSuite());
    }
}

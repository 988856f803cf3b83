package dev.headroom.queryrules;

import dev.headroom.drafts.Rule;
import java.util.List;

/// The rules of this module, in the order in which they are documented.
public final class QueryRules {

    private QueryRules() {}

    public static List<Rule> all() {
        return List.of(
                new PromqlSyntax(),
                new RateWindow(),
                new QuantileLe(),
                new QuantileRank(),
                new QuantileBuckets(),
                new QuantileAveraged(),
                new CounterRaw(),
                new SeriesUnknown(),
                new RecordingMissing(),
                new MetricType(),
                new TotalAsValue(),
                new EmptyAsZero(),
                new TriggerElements(),
                new UnitSlip(),
                new ErrorClass(),
                new AlertCondition(),
                new AlertHold(),
                new AlertLabels(),
                new AdapterNamespace(),
                new AdapterGrouping(),
                new AdapterFilter());
    }
}

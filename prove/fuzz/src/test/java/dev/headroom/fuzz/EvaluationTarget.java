package dev.headroom.fuzz;

import dev.headroom.promql.PromqlException;
import dev.headroom.promql.QueryResult;
import dev.headroom.promql.Syntax;
import dev.headroom.promqltest.Script;
import dev.headroom.promqltest.ScriptStorage;
import dev.headroom.query.Engine;
import dev.headroom.query.EngineOptions;
import dev.headroom.query.QueryLimits;
import dev.headroom.timeline.WallTimeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// PromQL, evaluated at one time and over a range of it, as text and as an expression that the bytes choose by the
/// grammar. Limits end what would take too long.
final class EvaluationTarget implements FuzzTarget {

    private static final String DATA = """
            load 15s
              counter_total{l="a", job="x"} 0+10x40
              counter_total{l="b", job="y"} 0+1x10 0+2x10 stale _x5 100x10
              gauge{l="a", job="x"} 1 -2 3.5 1e300 NaN Inf -Inf 0x20
              gauge{l="b", job="x"} 5x40
              gaps{l="a"} 1 _x10 2 stale _x5 3x10
              special NaN Inf -Inf 0 -0 5e-324 1.7e308 stale
              classic_bucket{le="1"} 0+1x40
              classic_bucket{le="5"} 0+2x40
              classic_bucket{le="+Inf"} 0+3x40
              native{l="a"} {{schema:0 sum:5 count:4 buckets:[1 2 1]}}x20 {{schema:1 sum:9 count:8 buckets:[3 2 3]}}x20
              native{l="b"} {{schema:-53 sum:1 count:3 custom_values:[1 5] buckets:[1 1 1]}}x20 7x10
            """;
    private static final List<Syntax> SYNTAXES = List.of(Syntax.STABLE, Syntax.EXPERIMENTAL);
    private static final QueryLimits LIMITS = new QueryLimits(100_000, Duration.ofSeconds(3), 500, 2_000);
    private static final int MODES = 4;

    private final ScriptStorage storage = storage();
    private final WallTimeline timeline = new WallTimeline();

    private static ScriptStorage storage() {
        var storage = new ScriptStorage();
        for (var statement : Script.parse("data", DATA).statements()) {
            if (statement instanceof Script.Statement.Load load) {
                storage.load(load);
            }
        }
        return storage;
    }

    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public List<byte[]> seeds() {
        return Inputs.together(
                Inputs.inMode(0, Inputs.vectors("promql/parse", "query")),
                Inputs.inMode(1, Queries.ofScripts()),
                Inputs.inMode(2, List.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, new byte[] {3, 1, 4, 1, 5, 9, 2, 6})));
    }

    @Override
    public void run(byte[] input) throws Exception {
        Inputs.byMode(input, MODES, (mode, rest) -> {
            var query = mode < 2 ? Inputs.text(rest) : Queries.chosenBy(rest);
            var options = EngineOptions.experimental().withLimits(LIMITS);
            var engine = new Engine(storage, new EngineOptions(
                    options.lookback(), options.subqueryStep(), SYNTAXES.get(mode % 2), mode % 2 == 1,
                    mode % 2 == 1, options.limits()), timeline);
            try {
                var at = Instant.ofEpochSecond(rest.length * 15L % 700);
                use(engine.instant(query, at));
                use(engine.range(query, Instant.EPOCH, at, Duration.ofSeconds(7)));
            } catch (PromqlException declared) {
                Findings.told(declared);
                if (declared.kind() == PromqlException.Kind.INTERNAL) {
                    throw new IllegalStateException(query, declared);
                }
            } catch (RuntimeException defect) {
                throw new IllegalStateException(query, defect);
            }
            return query;
        });
    }

    private static void use(QueryResult result) {
        var _ = result.toString();
    }

    @Override
    public List<String> words() {
        return Queries.WORDS;
    }
}

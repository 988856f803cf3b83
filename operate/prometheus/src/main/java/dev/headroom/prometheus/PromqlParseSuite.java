package dev.headroom.prometheus;

import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.Printer;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Syntax;
import dev.headroom.recording.Differences;
import dev.headroom.recording.Suite;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Queries, valid and damaged, with what Prometheus' parser says: type and canonical text, or the first error.
final class PromqlParseSuite implements Suite {

    @Override
    public String name() {
        return "promql-parse";
    }

    @Override
    public List<String> replay(JsonNode line) {
        var query = line.path("query").asString();
        var differences = new Differences();
        if (line.path("ok").asBoolean()) {
            differences.add(
                    query,
                    line.path("type").asString() + ": " + line.path("canonical").asString(),
                    outcome(query, Syntax.STABLE, expr -> expr.type().word() + ": " + Printer.print(expr)));
        } else {
            differences.add(
                    query,
                    "error: " + line.path("error").asString(),
                    outcome(query, Syntax.STABLE, Printer::print));
        }
        if (line.has("with_experimental")) {
            differences.add(
                    query + " with experimental features",
                    line.path("with_experimental").asString(),
                    outcome(query, Syntax.EXPERIMENTAL, expr -> "ok: " + Printer.print(expr)));
        }
        return differences.all();
    }

    private static String outcome(String query, Syntax syntax, Function<Expr, String> print) {
        try {
            return print.apply(Parser.parse(query, syntax));
        } catch (PromqlException wrong) {
            return "error: " + wrong.getMessage();
        }
    }
}

package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Query;
import dev.headroom.drafts.Rule;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Syntax;
import java.util.stream.Stream;

/// Queries that no server would answer.
final class PromqlSyntax implements Rule {

    @Override
    public String id() {
        return "promql-syntax";
    }

    @Override
    public String title() {
        return "A query that does not parse";
    }

    @Override
    public Stream<Finding> findings(Drafts drafts) {
        return drafts.queries().stream().flatMap(this::finding);
    }

    private Stream<Finding> finding(Query query) {
        return switch (query.parsed()) {
            case Query.Parsed.Wrong(int offset, var message) ->
                Stream.of(error(
                        query.place(offset),
                        query.what() + ": expected a PromQL expression, got: " + message
                                + "; the query is asked again and again and never answered"));
            case Query.Parsed.Tree _ -> experimental(query);
        };
    }

    private Stream<Finding> experimental(Query query) {
        try {
            Parser.parse(query.expression(), Syntax.STABLE);
            return Stream.empty();
        } catch (PromqlException wrong) {
            return Stream.of(info(
                    query.start(),
                    query.what() + ": expected what Prometheus answers without feature flags, got: "
                            + String.valueOf(wrong.getMessage()).replaceFirst("^\\d+:\\d+: (parse error: )?", "")));
        }
    }
}

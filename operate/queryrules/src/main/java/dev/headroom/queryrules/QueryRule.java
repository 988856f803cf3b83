package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Query;
import dev.headroom.drafts.Rule;
import dev.headroom.promql.Expr;
import java.util.stream.Stream;

/// A rule that looks at one query that parses after the other.
interface QueryRule extends Rule {

    Stream<Finding> findings(Query query, Expr expr, Drafts drafts);

    @Override
    default Stream<Finding> findings(Drafts drafts) {
        return drafts.queries().stream()
                .flatMap(query -> query.tree().stream().flatMap(expr -> findings(query, expr, drafts)));
    }
}

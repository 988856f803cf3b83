package dev.headroom.peers;

import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.Printer;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Selectors;
import dev.headroom.promql.Syntax;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// The smallest part of a query that still differs.
final class Shrinking {

    private Shrinking() {}

    static Asked smallest(Asked asked, Predicate<Asked> differs) {
        return parts(asked.query()).stream()
                .map(asked::with)
                .filter(differs)
                .findFirst()
                .orElse(asked);
    }

    /// The parts that are queries themselves, short ones first.
    private static List<String> parts(String query) {
        try {
            return Selectors.expressions(Parser.parse(query, Syntax.EXPERIMENTAL))
                    .filter(part -> !(part instanceof Expr.StringLiteral || part instanceof Expr.NumberLiteral))
                    .map(Printer::print)
                    .distinct()
                    .sorted(Comparator.comparingInt(String::length))
                    .toList();
        } catch (PromqlException _) {
            return List.of();
        }
    }
}

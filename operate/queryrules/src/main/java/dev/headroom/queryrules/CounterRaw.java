package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Meaning;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Query;
import dev.headroom.promql.Expr;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Autoscalers on a counter instead of on its rate.
final class CounterRaw implements QueryRule {

    private static final Pattern COUNTER = Pattern.compile(".*_(total|bucket)");

    @Override
    public String id() {
        return "counter-raw";
    }

    @Override
    public String title() {
        return "An autoscaler follows a counter, which only ever grows";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        return switch (query.origin()) {
            case Origin.OfTrigger _, Origin.OfAdapter _ ->
                raw(expr).map(selector -> warning(
                        query.place(selector),
                        query.what() + ": expected a rate, got the counter " + Meaning.name(selector)
                                + " itself: it grows for ever, so the replicas go to their maximum and stay there; wrap"
                                + " it in rate(...[5m])"));
            case Origin.OfAlert _, Origin.OfRecording _, Origin.OfHand _ -> Stream.empty();
        };
    }

    /// Selectors whose value reaches the result as it is.
    private static Stream<Expr.VectorSelector> raw(Expr expr) {
        return switch (expr) {
            case Expr.VectorSelector selector ->
                Stream.of(selector).filter(each -> COUNTER.matcher(Meaning.name(each)).matches());
            case Expr.Aggregate aggregate ->
                switch (aggregate.op()) {
                    case SUM, AVG, MIN, MAX, TOPK, BOTTOMK, QUANTILE, LIMITK, LIMIT_RATIO -> raw(aggregate.expr());
                    case COUNT, GROUP, STDDEV, STDVAR, COUNT_VALUES -> Stream.empty();
                };
            case Expr.Paren paren -> raw(paren.inner());
            case Expr.Unary unary -> raw(unary.operand());
            // A difference or a ratio of counters may well mean something.
            case Expr.Binary binary ->
                Meaning.number(binary.right()).isPresent() ? raw(binary.left()) : Stream.empty();
            case Expr.Call _,
                    Expr.Subquery _,
                    Expr.MatrixSelector _,
                    Expr.NumberLiteral _,
                    Expr.StringLiteral _ -> Stream.empty();
        };
    }
}

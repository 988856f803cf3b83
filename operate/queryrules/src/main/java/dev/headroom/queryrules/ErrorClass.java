package dev.headroom.queryrules;

import dev.headroom.drafts.Drafts;
import dev.headroom.drafts.Finding;
import dev.headroom.drafts.Fix;
import dev.headroom.drafts.Origin;
import dev.headroom.drafts.Peek;
import dev.headroom.drafts.Query;
import dev.headroom.model.Matcher;
import dev.headroom.promql.BinaryOp;
import dev.headroom.promql.Expr;
import dev.headroom.promql.TextRange;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Client errors counted as failures of the service.
final class ErrorClass implements QueryRule {

    private static final Set<String> LABELS = Set.of(
            "status", "code", "status_code", "http_status", "http_status_code", "response_code", "http_code");
    private static final Pattern SAYS_5XX = Pattern.compile("(?i)5xx|5\\.\\.|server[ _-]?error|internal error");
    private static final Pattern SAYS_4XX = Pattern.compile("(?i)4xx|client[ _-]?error|bad request");
    private static final Pattern SAYS_ERROR = Pattern.compile("(?i)error|fail");

    @Override
    public String id() {
        return "error-class";
    }

    @Override
    public String title() {
        return "Client errors (4xx) are counted as failures of the service (5xx)";
    }

    @Override
    public Stream<Finding> findings(Query query, Expr expr, Drafts drafts) {
        var words = switch (query.origin()) {
            case Origin.OfAlert(var rule) -> words(rule);
            case Origin.OfRecording(var rule) -> rule.name();
            case Origin.OfTrigger _, Origin.OfAdapter _, Origin.OfHand _ -> "";
        };
        boolean serverErrors = SAYS_5XX.matcher(words).find();
        boolean errors = serverErrors || SAYS_ERROR.matcher(words).find();
        if (!errors || SAYS_4XX.matcher(words).find()) {
            return Stream.empty();
        }
        return Calls.selectors(numerator(expr)).flatMap(selector -> selector.matchers().stream()
                .filter(matcher -> LABELS.contains(matcher.name()) && countsBoth(matcher))
                .map(matcher -> finding(query, selector, matcher, serverErrors)));
    }

    private static String words(Origin.RuleDraft rule) {
        return rule.name() + " " + String.join(" ", Peek.texts(rule.field(), "annotations").values());
    }

    /// The part that counts errors.
    private static Expr numerator(Expr expr) {
        return switch (Calls.unwrapped(expr)) {
            case Expr.Binary binary when binary.op() == BinaryOp.DIV || binary.op().isComparison() ->
                numerator(binary.left());
            case Expr other -> other;
        };
    }

    private static boolean countsBoth(Matcher matcher) {
        boolean client = Stream.of("400", "404", "422", "429").anyMatch(matcher::matches);
        return client && matcher.matches("500") && !matcher.matches("200");
    }

    private Finding finding(Query query, Expr.VectorSelector selector, Matcher matcher, boolean serverErrors) {
        var range = range(query, selector, matcher);
        var place = range.map(each -> query.place(each.start())).orElse(query.place(selector));
        var better = matcher.name() + "=~\"5..\"";
        var message = query.what() + ": expected the failures of the service, " + better + ", got " + matcher
                + ", which counts answers such as 400 and 404, too: a client that asks wrongly raises it, and it says"
                + " nothing about the service; write " + better;
        return serverErrors
                ? warning(place, message)
                        .with(range.flatMap(each -> query.replace(each, better))
                                .map(edit -> Fix.of("count 5xx only", edit)))
                : info(place, message);
    }

    private static Optional<TextRange> range(Query query, Expr.VectorSelector selector, Matcher matcher) {
        var found = Pattern.compile(Pattern.quote(matcher.name()) + "\\s*(=~|!~|!=|=)\\s*(\"[^\"]*\"|'[^']*')")
                .matcher(selector.text().of(query.expression()));
        int start = selector.text().start();
        return found.find()
                ? Optional.of(new TextRange(start + found.start(), start + found.end()))
                : Optional.empty();
    }
}

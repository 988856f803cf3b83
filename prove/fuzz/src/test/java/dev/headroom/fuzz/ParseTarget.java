package dev.headroom.fuzz;

import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PrettyPrinter;
import dev.headroom.promql.Printer;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Syntax;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// PromQL, read. What is printed, in a line or in many, reads as the same expression.
final class ParseTarget implements FuzzTarget {

    private static final List<Syntax> SYNTAXES = List.of(Syntax.STABLE, Syntax.EXPERIMENTAL);

    /// What Prometheus prints and does not read back as it was: `offset NaN`, and durations of 104 days and more, whose
    /// nanoseconds are no longer whole numbers of its floating point.
    private static final Pattern INEXACT = Pattern.compile("--106751d23h47m16s854ms|\\d{3,}d|\\d[wy]");

    @Override
    public String name() {
        return "parse";
    }

    @Override
    public List<byte[]> seeds() {
        return Inputs.together(
                Inputs.inMode(0, Inputs.vectors("promql/parse", "query")), Inputs.inMode(1, Queries.ofScripts()),
                Inputs.inMode(1, Inputs.deep("(", "-", "1^", "1+", "abs(", "a[1m:] offset ", "{a=\"b\",")));
    }

    @Override
    public void run(byte[] input) throws Exception {
        Inputs.byMode(input, SYNTAXES.size(), (mode, rest) -> {
            var syntax = SYNTAXES.get(mode);
            parsed(Inputs.text(rest), syntax).ifPresent(expr -> {
                var line = Printer.print(expr);
                for (var printed : List.of(line, PrettyPrinter.print(expr))) {
                    if (!INEXACT.matcher(printed).find() && !again(printed, syntax).equals(line)) {
                        throw new IllegalStateException(
                                "printed as " + printed + ", which reads as " + again(printed, syntax));
                    }
                }
            });
            return rest;
        });
    }

    private static String again(String printed, Syntax syntax) {
        try {
            return Printer.print(Parser.parse(printed, syntax));
        } catch (PromqlException refused) {
            throw new IllegalStateException("printed as " + printed, refused);
        }
    }

    private static Optional<Expr> parsed(String query, Syntax syntax) {
        try {
            return Optional.of(Parser.parse(query, syntax));
        } catch (PromqlException declared) {
            Findings.told(declared);
            return Optional.empty();
        }
    }

    @Override
    public List<String> words() {
        return Queries.WORDS;
    }
}

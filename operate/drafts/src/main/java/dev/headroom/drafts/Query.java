package dev.headroom.drafts;

import dev.headroom.manifests.Field;
import dev.headroom.promql.Durations;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import dev.headroom.promql.Syntax;
import dev.headroom.promql.TextRange;
import java.util.Optional;

/// A PromQL expression in a file, or typed by hand, with what it is for.
///
/// @param text where its chars stand in the file; empty when that could not be followed
/// @param written as the file has it, templates of an adapter included
/// @param expression what a server would be asked
/// @param parsed its tree, durations resolved, or why there is none
public record Query(
        Origin origin, Field.Place start, Optional<ScalarText> text, Template written, String expression,
        Parsed parsed) {

    /// A tree, or an error.
    public sealed interface Parsed {

        record Tree(Expr expr) implements Parsed {}

        /// @param offset where in the expression it is wrong
        record Wrong(int offset, String message) implements Parsed {}
    }

    public static Query of(Origin origin, Field.Place start, Optional<ScalarText> text, Template written) {
        return new Query(origin, start, text, written, written.expanded(), parse(written.expanded()));
    }

    private static Parsed parse(String expression) {
        try {
            return new Parsed.Tree(Durations.resolve(Parser.parse(expression, Syntax.EXPERIMENTAL), 0, 0));
        } catch (PromqlException wrong) {
            return SyntaxError.of(expression, String.valueOf(wrong.getMessage()));
        }
    }

    public Optional<Expr> tree() {
        return parsed instanceof Parsed.Tree(var expr) ? Optional.of(expr) : Optional.empty();
    }

    /// What it is for, in words: `trigger 0 of ScaledObject default/inference`.
    public String what() {
        return origin.what();
    }

    /// The place of a char of the expression.
    public Field.Place place(int offset) {
        return text.map(scalar -> scalar.source().place(scalar.offset(written.offset(offset)))).orElse(start);
    }

    public Field.Place place(Expr expr) {
        return place(expr.text().start());
    }

    /// The change of a part of the expression; empty when the part is not written as it is, but comes from a template.
    public Optional<Edit> replace(TextRange range, String replacement) {
        return text.filter(_ -> written.isLiteral(range.start(), range.end()))
                .map(scalar ->
                        scalar.replace(written.offset(range.start()), written.endOffset(range.end()), replacement));
    }

    /// Text put in front of a char of the expression.
    public Optional<Edit> insert(int offset, String added) {
        return text.map(scalar -> scalar.insert(written.offset(offset), added));
    }

    /// The text of a part as its author sees it.
    public String shown(Expr expr) {
        return written.shown(expr.text().start(), expr.text().end());
    }
}

package dev.headroom.promql;

import dev.headroom.promql.Token.Kind;
import java.util.List;

/// The words of a query, read one after the other, and the errors they may cause.
final class TokenStream {

    private final List<Token> tokens;
    private final SyntaxErrors errors;
    private int index;

    TokenStream(String query) {
        this.tokens = Lexer.scan(query);
        this.errors = new SyntaxErrors(query);
    }

    /// The next word, which stays.
    ///
    /// @throws PromqlException when there is none because the text cannot be split further
    Token peek() {
        var token = tokens.get(index);
        if (token.is(Kind.ERROR)) {
            throw errors.at(token.at(), token.text());
        }
        return token;
    }

    /// The word behind the next one, whatever it is.
    Token second() {
        return tokens.get(Math.min(index + 1, tokens.size() - 1));
    }

    /// The word taken last.
    Token previous() {
        return tokens.get(index - 1);
    }

    Token take() {
        var token = peek();
        if (!token.is(Kind.EOF)) {
            index++;
        }
        return token;
    }

    boolean nextIs(String word) {
        return peek().is(word);
    }

    boolean nextIs(Kind kind) {
        return peek().is(kind);
    }

    boolean takeIf(String word) {
        if (nextIs(word)) {
            take();
            return true;
        }
        return false;
    }

    /// Takes a word that must be there.
    ///
    /// @param context what is being read, for the error; may be empty
    /// @param expected what may stand there, for the error; may be empty
    Token expect(String word, String context, String expected) {
        if (!nextIs(word)) {
            throw unexpected(context, expected);
        }
        return take();
    }

    /// The next word cannot stand where it stands.
    PromqlException unexpected(String context, String expected) {
        var token = peek();
        return errors.at(
                token.at(),
                "unexpected " + token.described()
                        + (context.isEmpty() ? "" : " in " + context)
                        + (expected.isEmpty() ? "" : ", expected " + expected));
    }

    PromqlException error(TextRange where, String message) {
        return errors.at(where, message);
    }
}

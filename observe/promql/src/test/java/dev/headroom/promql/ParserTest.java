package dev.headroom.promql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {

    private static final List<String> QUERIES = List.of(
            "histogram_quantile(0.95, sum by (le) (rate(inference_request_duration_seconds_bucket[30s])))",
            "sum(inference_active_requests{namespace=\"default\", pod=~\"inference-.+\"}) or vector(0)",
            "left * on (job, instance) group_left (version) right @ end() offset -1h30m",
            "max_over_time(rate(errors_total[5m])[1h:30s] @ 1609746000) / ignoring (code) requests_total > bool 0.1",
            "{\"my.metric\", \"a.b\"!~\"x|y\", c='\\u00e4'}",
            "-sum_over_time(foo[step() * 2:max_of(1m, range())] offset (1m + step())) # why\n",
            "topk without (pod) (3, quantile_over_time(0.5, depth[10m])) unless sum offset 0x10",
            "label_replace(up, \"host\", `$1`, \"instance\", \"(.+):[0-9]+\") + 1_000e-3 ^ 2 ^ -3");

    @ParameterizedTest
    @CsvSource({
        "'-2 ^ 2', '-2 ^ 2'",
        "'1 + 2 * 3 - 4', '1 + 2 * 3 - 4'",
        "'SUM(x) BY (a)', 'sum by (a) (x)'",
        "'x OFFSET 90s', 'x offset 1m30s'",
        "'x[60]', 'x[1m]'",
        "'many * ignoring () group_left one', 'many * ignoring () group_left () one'",
        "'0x1F + 017 + 08', '31 + 15 + 8'",
        "'{\"a b\"}', '{__name__=\"a b\"}'"
    })
    void printsWhatItReadInOneForm(String query, String canonical) {
        assertEquals(canonical, Printer.print(Parser.parse(query)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "abs(", "1 ^ ", "1 ^ -", "1 + (", "sum by (a) (", "a[5m:] + (", "rate((a)[5m:"})
    void expressionsTooDeepInsideEachOtherAreRefused(String part) {
        var wrong = assertThrows(PromqlException.class, () -> Parser.parse(part.repeat(100_000) + "1"));
        assertEquals(PromqlException.Kind.BAD_DATA, wrong.kind());
    }

    @Test
    void aReplacementCharacterThatIsWrittenIsNoLostByte() {
        var text = assertInstanceOf(Expr.StringLiteral.class, Parser.parse("\"\\n\uFFFD\"", Syntax.STABLE));

        assertEquals("\n\uFFFD", text.value());
        assertEquals("\"\\xef\\xbf\"", Printer.print(Parser.parse("\"\\xef\\xbf\"")));
    }

    @Test
    void bindsAsMathematicsDoes() {
        var sum = assertInstanceOf(Expr.Binary.class, Parser.parse("1 - 2 - 3 * 2 ^ 3 ^ 2"));
        assertEquals("1 - 2", Printer.print(sum.left()));
        var product = assertInstanceOf(Expr.Binary.class, sum.right());
        var power = assertInstanceOf(Expr.Binary.class, product.right());
        assertEquals("3 ^ 2", Printer.print(power.right()));
        assertInstanceOf(Expr.Unary.class, Parser.parse("-x ^ 2"));
    }

    @ParameterizedTest
    @CsvSource({
        "'sum(rate(x[5m])', '1:16: parse error: unclosed left parenthesis'",
        "'rate(x)', '1:6: parse error: expected type range vector in call to function \"rate\", got instant vector'",
        "'x{a=5}', '1:5: parse error: unexpected character inside braces: ''5'''",
        "'{a=\"\"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'",
        "'limitk(1, x)', '1:1: parse error: limitk() is experimental and must be enabled with"
                + " --enable-feature=promql-experimental-functions'"
    })
    void saysWhereAndWhatIsWrong(String query, String message) {
        var wrong = assertThrows(PromqlException.class, () -> Parser.parse(query));
        assertEquals(message, wrong.getMessage());
        assertEquals(PromqlException.Kind.BAD_DATA, wrong.kind());
    }

    @Test
    void countsLinesAndBytesInErrors() {
        var wrong = assertThrows(PromqlException.class, () -> Parser.parse("a +\n  \"ä\" b"));
        assertTrue(wrong.getMessage().startsWith("2:8: "), wrong.getMessage());
    }

    @Test
    void givesTheSameTreeForItsOwnText() {
        for (var query : QUERIES) {
            var text = Printer.print(Parser.parse(query));
            assertEquals(text, Printer.print(Parser.parse(text)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "abs(", "1 + ", "x[1m:"})
    void refusesEndlessNestingInsteadOfFailing(String piece) {
        var endless = piece.repeat(100_000) + "1";
        var wrong = assertThrows(PromqlException.class, () -> Parser.parse(endless));
        assertTrue(wrong.getMessage().contains("parse error"), wrong.getMessage());
    }

    @Test
    void refusesDamagedQueriesWithAnErrorOfItsOwn() {
        var random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            var damaged = new StringBuilder(QUERIES.get(random.nextInt(QUERIES.size())));
            for (int edits = 1 + random.nextInt(3); edits > 0 && damaged.length() > 1; edits--) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, "{}()[]\"'`\\#@:=~!<>,.x0\u00e9".charAt(random.nextInt(23)));
                    default -> damaged.setLength(Math.max(1, at));
                }
            }
            try {
                Printer.print(Parser.parse(damaged.toString(), Syntax.EXPERIMENTAL));
            } catch (PromqlException wrong) {
                assertEquals(PromqlException.Kind.BAD_DATA, wrong.kind());
            }
        }
    }
}

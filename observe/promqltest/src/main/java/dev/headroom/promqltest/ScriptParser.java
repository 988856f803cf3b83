package dev.headroom.promqltest;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headroom.promql.Expr;
import dev.headroom.promql.Parser;
import dev.headroom.promql.PromqlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Reads scripts line by line. An empty line or a comment ends a block.
final class ScriptParser {

    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
    private static final Pattern INSTANT =
            Pattern.compile("eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(\\S+)\\s+)?(.+)");
    private static final Pattern RANGE = Pattern.compile(
            "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)\\s+(.+)");
    private static final Pattern EXPECT =
            Pattern.compile("expect\\s+(ordered|fail|warn|no_warn|info|no_info)(?:\\s+(msg|regex):\\s*(.*))?");
    private static final Pattern EXPECT_STRING = Pattern.compile("expect\\s+string\\s+(.+)");
    private static final Pattern EXPECT_WINDOW =
            Pattern.compile("expect\\s+range\\s+vector\\s+from\\s+(\\S+)\\s+to\\s+(\\S+)\\s+step\\s+(\\S+)");
    private static final Pattern EXPECTED_FAIL = Pattern.compile("expected_fail_(message|regexp)\\s+(.+)");
    private static final Pattern SET = Pattern.compile("set\\s+delayed_name_removal\\s+(on|off)");

    private final String file;
    private final List<String> lines;
    private int at;

    ScriptParser(String file, String text) {
        this.file = file;
        this.lines = text.lines()
                .map(String::strip)
                .map(line -> line.startsWith("#") ? "" : line)
                .toList();
    }

    Script script() {
        var statements = new ArrayList<Script.Statement>();
        while (at < lines.size()) {
            if (lines.get(at).isEmpty()) {
                at++;
            } else {
                statements.add(statement());
            }
        }
        return new Script(file, statements);
    }

    private Script.Statement statement() {
        var line = lines.get(at++);
        int number = at;
        if (line.equals("clear")) {
            return new Script.Statement.Clear(number);
        }
        var set = SET.matcher(line);
        if (set.matches()) {
            return new Script.Statement.NameRemoval(number, "on".equals(set.group(1)));
        }
        var load = LOAD.matcher(line);
        if (load.matches()) {
            return new Script.Statement.Load(number, positive(load.group(2)), load.group(1) != null, series());
        }
        var instant = INSTANT.matcher(line);
        if (instant.matches()) {
            long time = instant.group(2) == null ? 0 : millis(instant.group(2));
            var query = String.valueOf(instant.group(3));
            return new Script.Statement.Instant(number, query, time, expectation(instant.group(1)));
        }
        var range = RANGE.matcher(line);
        if (range.matches()) {
            var window = new Expectation.Window(
                    millis(range.group(2)), millis(range.group(3)), positive(range.group(4)));
            var query = String.valueOf(range.group(5));
            return new Script.Statement.Range(number, query, window, expectation(range.group(1)));
        }
        throw wrong("expected load STEP, clear, eval instant at TIME QUERY or eval range from TIME to TIME step STEP"
                + " QUERY, got \"" + line + '"');
    }

    private List<SeriesLine> series() {
        var series = new ArrayList<SeriesLine>();
        while (at < lines.size() && !lines.get(at).isEmpty()) {
            at++;
            series.add(seriesLine());
        }
        return series;
    }

    private SeriesLine seriesLine() {
        try {
            return SeriesNotation.parse(lines.get(at - 1));
        } catch (IllegalArgumentException wrong) {
            throw wrong(String.valueOf(wrong.getMessage()));
        }
    }

    /// Reads the lines below an `eval`.
    ///
    /// @param mode what stands behind `eval_` in the older form, if anything
    private Expectation expectation(@Nullable String mode) {
        var block = new Block(mode == null ? "" : mode);
        while (at < lines.size() && !lines.get(at).isEmpty()) {
            block.add(lines.get(at++));
        }
        return block.expectation();
    }

    /// Collects what one `eval` expects.
    private final class Block {
        private Optional<TextMatch> fail = Optional.empty();
        private final List<TextMatch> warnings = new ArrayList<>();
        private final List<TextMatch> infos = new ArrayList<>();
        private boolean noWarnings;
        private boolean noInfos;
        private boolean ordered;
        private Optional<String> text = Optional.empty();
        private OptionalDouble scalar = OptionalDouble.empty();
        private Optional<Expectation.Window> window = Optional.empty();
        private final List<SeriesLine> series = new ArrayList<>();

        Block(String mode) {
            if (!mode.isEmpty()) {
                expect(mode, new TextMatch.Any());
            }
        }

        void add(String line) {
            var expect = EXPECT.matcher(line);
            var string = EXPECT_STRING.matcher(line);
            var times = EXPECT_WINDOW.matcher(line);
            var failed = EXPECTED_FAIL.matcher(line);
            if (expect.matches()) {
                expect(String.valueOf(expect.group(1)), match(expect.group(2), expect.group(3)));
            } else if (string.matches()) {
                text = Optional.of(literal(String.valueOf(string.group(1))));
            } else if (times.matches()) {
                window = Optional.of(new Expectation.Window(
                        millis(times.group(1)), millis(times.group(2)), positive(times.group(3))));
            } else if (failed.matches()) {
                fail = Optional.of(match("message".equals(failed.group(1)) ? "msg" : "regex", failed.group(2)));
            } else if (SeriesNotation.isNumber(line)) {
                scalar = OptionalDouble.of(SeriesNotation.number(line));
            } else {
                series.add(seriesLine());
            }
        }

        private void expect(String what, TextMatch match) {
            switch (what) {
                case "fail" -> fail = Optional.of(match);
                case "warn" -> warnings.add(match);
                case "info" -> infos.add(match);
                case "no_warn" -> noWarnings = true;
                case "no_info" -> noInfos = true;
                default -> ordered = true;
            }
        }

        Expectation expectation() {
            return new Expectation(
                    fail, warnings, infos, noWarnings, noInfos, ordered, text, scalar, window, series);
        }
    }

    private TextMatch match(@Nullable String kind, @Nullable String text) {
        if (kind == null || text == null) {
            return new TextMatch.Any();
        }
        try {
            return kind.equals("msg") ? new TextMatch.Exact(text) : new TextMatch.Regex(Pattern.compile(text));
        } catch (PatternSyntaxException wrong) {
            throw wrong("expected a regular expression, got " + text + ": " + wrong.getMessage());
        }
    }

    private String literal(String text) {
        if (parsed(text) instanceof Expr.StringLiteral literal) {
            return literal.value();
        }
        throw wrong("expected a string in quotes, got " + text);
    }

    private long positive(@Nullable String text) {
        long millis = millis(text);
        if (millis <= 0) {
            throw wrong("expected a step greater than 0, got " + text);
        }
        return millis;
    }

    /// A time such as `5m`, `-30s` or `10`, which are seconds.
    private long millis(@Nullable String text) {
        if (parsed(String.valueOf(text)) instanceof Expr.NumberLiteral number && Double.isFinite(number.value())) {
            return Math.round(number.value() * 1000);
        }
        throw wrong("expected a time such as 5m or 90s, got " + text);
    }

    private Expr parsed(String text) {
        try {
            return Parser.parse(text);
        } catch (PromqlException wrong) {
            throw wrong("expected a literal, got " + text + ": " + wrong.getMessage());
        }
    }

    private ScriptException wrong(String message) {
        return new ScriptException(file + ":" + at + ": " + message);
    }
}

package dev.headroom.fuzz;

import dev.headroom.promql.Functions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Queries to begin with, the words they are made of, and queries that bytes choose.
final class Queries {

    static final List<String> WORDS = Stream.concat(
                    Functions.all().keySet().stream().sorted(),
                    Stream.of("by (", "without (", "on (", "ignoring (", "group_left (", "group_right (", "offset ",
                            "@ start()", "@ end()", "@ 1e3", "[5m]", "[1h:1m]", "[5m:]", "bool ", "=~\"", "!~\"",
                            "!=\"", "unless", "topk(", "quantile(", "count_values(\"", "limitk(", "limit_ratio(",
                            "atan2", "smoothed", "anchored", "fill(", "step()", "range()", "NaN", "Inf", "0x1F",
                            "1e308", "{\"", "__name__", "counter_total", "gauge", "native", "classic_bucket"))
            .toList();

    private static final List<String> SELECTORS = List.of(
            "counter_total", "gauge", "native", "gaps", "classic_bucket", "special", "{__name__=~\".+\"}", "nobody",
            "gauge{l=\"a\"}", "counter_total{l!=\"a\"}", "gauge{l=~\"a|b\"}", "native{l!~\"a\"}");
    private static final List<String> WINDOWS =
            List.of("[1m]", "[5m]", "[15s]", "[1ms]", "[10y]", "[2m:30s]", "[5m:]", "[1h:7s]", "[1m:10m]");
    private static final List<String> MODIFIERS = List.of(
            "", " offset 1m", " offset -1m", " @ 0", " @ start()", " @ end()", " @ 120 offset 15s", " offset 100y");
    private static final List<String> OPERATORS = List.of(
            " + ", " - ", " * ", " / ", " % ", " ^ ", " == ", " != bool ", " > ", " <= bool ", " and ", " or ",
            " unless ", " atan2 ", " * on (l) ", " / ignoring (job) group_left (job) ", " + on () group_right ",
            " == ignoring (l) group_left ");
    private static final List<String> AGGREGATIONS = List.of(
            "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "topk", "bottomk", "quantile",
            "count_values", "limitk", "limit_ratio");
    private static final List<String> GROUPINGS =
            List.of("", " by (l)", " without (l)", " by (job, l)", " by (__name__)", " by ()", " without (nobody)");
    private static final List<String> NUMBERS = List.of(
            "0", "1", "-1", "0.5", "2.5", "1e308", "-1e308", "NaN", "Inf", "-Inf", "5e-324", "9223372036854775807",
            "4294967296", "1e3", "time()", "scalar(gauge)", "pi()");
    private static final List<String> STRINGS =
            List.of("\"l\"", "\"job\"", "\"$1\"", "\"(.*)\"", "\"\"", "\"__name__\"", "\"a(b)?\"", "\"\\xff\"");
    private static final List<Functions.Signature> FUNCTIONS = Functions.all().values().stream()
            .sorted(java.util.Comparator.comparing(Functions.Signature::name))
            .toList();
    private static final int MOST_DEPTH = 5;
    private static final Pattern EVALUATED = Pattern.compile(
            "(?m)^(?:eval(?:_\\w+)? (?:instant at \\S+|range from \\S+ to \\S+ step \\S+)|\\s*expect) (.+)$");

    private final byte[] choices;
    private int at;

    private Queries(byte[] choices) {
        this.choices = choices;
    }

    /// Those of the scripts of the repository.
    static List<byte[]> ofScripts() {
        return Inputs.files("prove/scenarios", ".test").stream()
                .flatMap(script -> EVALUATED.matcher(Inputs.text(script)).results())
                .map(found -> found.group(1))
                .distinct()
                .map(Inputs::bytes)
                .toList();
    }

    /// The query that bytes choose, by the grammar: a vector expression of the series of [EvaluationTarget]; without
    /// bytes it ends as soon as it can.
    static String chosenBy(byte[] choices) {
        return new Queries(choices).vector(0);
    }

    private int choice(int count) {
        return at < choices.length ? Byte.toUnsignedInt(choices[at++]) % count : 0;
    }

    private String oneOf(List<String> words) {
        return words.get(choice(words.size()));
    }

    private String vector(int depth) {
        if (depth == MOST_DEPTH) {
            return oneOf(SELECTORS);
        }
        return switch (choice(8)) {
            case 0 -> oneOf(SELECTORS) + oneOf(MODIFIERS);
            case 1, 2 -> call(depth);
            case 3, 4 -> aggregation(depth);
            case 5, 6 -> '(' + side(depth) + oneOf(OPERATORS) + side(depth) + ')';
            default -> "-" + vector(depth + 1);
        };
    }

    private String side(int depth) {
        return choice(4) == 3 ? oneOf(NUMBERS) : vector(depth + 1);
    }

    private String aggregation(int depth) {
        var operator = oneOf(AGGREGATIONS);
        var parameter = switch (operator) {
            case "topk", "bottomk", "quantile", "limitk", "limit_ratio" -> oneOf(NUMBERS) + ", ";
            case "count_values" -> oneOf(STRINGS) + ", ";
            default -> "";
        };
        return operator + oneOf(GROUPINGS) + " (" + parameter + vector(depth + 1) + ')';
    }

    private String call(int depth) {
        var function = FUNCTIONS.get(choice(FUNCTIONS.size()));
        var out = new StringBuilder(function.name()).append('(');
        int count = function.arguments().size();
        if (function.variadic() != 0) {
            count += choice(3) - 1;
        }
        for (int i = 0; i < count; i++) {
            var type = function.arguments().get(Math.min(i, function.arguments().size() - 1));
            out.append(i == 0 ? "" : ", ").append(switch (type) {
                case MATRIX -> matrix(depth);
                case VECTOR -> vector(depth + 1);
                case STRING -> oneOf(STRINGS);
                default -> oneOf(NUMBERS);
            });
        }
        return out.append(')').toString();
    }

    private String matrix(int depth) {
        var window = oneOf(WINDOWS);
        return (window.contains(":") ? '(' + vector(depth + 1) + ')' : oneOf(SELECTORS)) + window + oneOf(MODIFIERS);
    }
}

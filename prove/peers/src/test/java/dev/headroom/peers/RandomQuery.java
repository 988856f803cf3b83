package dev.headroom.peers;

import dev.headroom.promql.AggregateOp;
import dev.headroom.promql.Functions;
import dev.headroom.promql.Functions.Signature;
import dev.headroom.promql.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A query by PromQL's grammar: every function and aggregation with arguments of its types, over series that are there
/// (and some that are not).
final class RandomQuery {

    private static final List<String> NAMES = List.of(
            "requests_total", "in_flight", "temperature", "up", "build_info", "latency_seconds_bucket",
            "latency_seconds_count", "queue_length", "nothing", "duration_seconds", "size_bytes", "ages", "mixed");
    private static final List<String> NATIVE = List.of(
            "duration_seconds", "rate(duration_seconds[5m])", "sum by (job) (rate(duration_seconds[5m]))", "size_bytes",
            "rate(size_bytes[17m])", "avg(size_bytes)", "ages", "sum(ages)", "mixed", "increase(mixed[5m])");
    private static final List<String> MATCHERS = List.of(
            "job=\"web\"", "instance=~\"[ab]:80\"", "code!=\"200\"", "le=\"0.5\"", "zone!~\"n.*\"", "instance=\"d:80\"",
            "code=\"\"", "instance!=\"\"");
    private static final List<String> LABELS =
            List.of("instance", "job", "code", "le", "zone", "version", "queue", "none");
    private static final List<String> RANGES = List.of("30s", "1m", "90s", "5m", "17m", "1h", "1ms");
    private static final List<String> OFFSETS =
            List.of("", "", "", " offset 1m", " offset -30s", " @ 1767612600", " @ start()", " @ end()",
                    " @ end() offset 5m");
    private static final List<String> NUMBERS =
            List.of("0", "1", "2", "-1", "0.5", "0.95", "1e3", "10", "NaN", "Inf", "-Inf", "0x1f", "3");
    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^", "atan2");
    private static final List<String> COMPARISONS = List.of("==", "!=", ">", "<", ">=", "<=");
    private static final List<String> SETS = List.of("and", "or", "unless");

    /* notes
     *
     * Left out because the query alone does not determine the answer: topk and bottomk where elements are equal (so
     * they are made over raw series only), limitk (it has room for all), info (it looks for series by itself), and what
     * a library of mathematics rounds: numbers that become texts (values of count_values, quantiles in warnings), waves
     * of large numbers. Start timestamps are not written, so start_timestamp has nothing to show. predict_linear over a
     * pinned subquery deviates on purpose.
     */
    private static final Set<String> LEFT_OUT = Set.of("info", "start_timestamp", "sin", "cos", "tan");

    private final RandomGenerator random;
    private final List<Signature> functions;

    private RandomQuery(RandomGenerator random) {
        this.random = random;
        this.functions = Functions.all().values().stream()
                .filter(signature -> !LEFT_OUT.contains(signature.name()))
                .sorted(Comparator.comparing(Signature::name))
                .toList();
    }

    static String of(RandomGenerator random) {
        var made = new RandomQuery(random);
        int depth = 1 + random.nextInt(4);
        return random.nextInt(8) == 0 ? made.scalar(depth) : made.vector(depth);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String oneOf(List<Supplier<String>> of) {
        return one(of).get();
    }

    private String scalar(int depth) {
        if (depth <= 0) {
            return one(NUMBERS);
        }
        return oneOf(List.of(
                () -> one(NUMBERS),
                () -> call(ValueType.SCALAR, depth),
                () -> "(" + scalar(depth - 1) + " " + one(ARITHMETIC) + " " + scalar(depth - 1) + ")",
                () -> scalar(depth - 1) + " " + one(COMPARISONS) + " bool " + scalar(depth - 1),
                () -> "-" + scalar(depth - 1)));
    }

    private String vector(int depth) {
        if (depth <= 0) {
            return selector() + one(OFFSETS);
        }
        return oneOf(List.of(
                () -> selector() + one(OFFSETS),
                () -> call(ValueType.VECTOR, depth),
                () -> call(ValueType.VECTOR, depth),
                () -> call(ValueType.VECTOR, depth),
                () -> aggregation(depth),
                () -> aggregation(depth),
                () -> binary(depth),
                () -> binary(depth),
                () -> "-" + vector(depth - 1),
                () -> "(" + vector(depth - 1) + ")"));
    }

    private String matrix(int depth) {
        return depth > 1 && random.nextInt(3) == 0
                ? "(" + vector(depth - 1) + ")[" + one(RANGES) + ":" + one(List.of("", "30s", "1m", "7s")) + "]"
                        + one(OFFSETS)
                : selector() + "[" + one(RANGES) + "]" + one(OFFSETS);
    }

    private String selector() {
        int count = random.nextInt(3);
        var matchers = IntStream.range(0, count).mapToObj(_ -> one(MATCHERS)).distinct().toList();
        return one(NAMES) + (matchers.isEmpty() ? "" : "{" + String.join(",", matchers) + "}");
    }

    private String call(ValueType result, int depth) {
        var signature = one(functions.stream().filter(each -> each.result() == result).toList());
        int most = Math.min(signature.most(), signature.least() + 2);
        int count = signature.least() + random.nextInt(most - signature.least() + 1);
        var arguments = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            arguments.add(argument(signature, i, depth));
        }
        return signature.name() + "(" + String.join(", ", arguments) + ")";
    }

    private String argument(Signature signature, int index, int depth) {
        if (signature.name().equals("double_exponential_smoothing") && index > 0) {
            return one(List.of("0.3", "0.5", "0.9"));
        }
        return switch (signature.argument(index)) {
            case SCALAR -> signature.name().contains("quantile") ? one(NUMBERS) : scalar(depth - 2);
            case VECTOR -> histogram(signature, depth);
            case MATRIX -> signature.name().equals("predict_linear") ? matrix(0) : matrix(depth - 1);
            case STRING -> text(signature, index);
        };
    }

    private String histogram(Signature signature, int depth) {
        if (!signature.name().startsWith("histogram_") || random.nextInt(4) == 0) {
            return vector(depth - 1);
        }
        return signature.name().startsWith("histogram_quantile") && random.nextBoolean()
                ? "sum by (le, job) (rate(latency_seconds_bucket[5m]))"
                : one(NATIVE);
    }

    private String text(Signature signature, int index) {
        if (signature.name().equals("label_replace") && index == 2) {
            return one(List.of("\"$1\"", "\"x-$1\"", "\"\"", "\"${1}y\""));
        }
        if (signature.name().equals("label_replace") && index == 4) {
            return one(List.of("\"(.*)\"", "\"(.):.*\"", "\"2(..)\"", "\"\""));
        }
        return '"' + one(LABELS) + '"';
    }

    private String aggregation(int depth) {
        var operator = one(List.of(AggregateOp.values()));
        var grouping = switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 -> " by (" + labels() + ") ";
            default -> " without (" + labels() + ") ";
        };
        var over = switch (operator) {
            case TOPK, BOTTOMK -> one(List.of("temperature", "in_flight", "-in_flight"));
            case COUNT_VALUES -> selector();
            default -> vector(depth - 1);
        };
        var parameter = switch (operator) {
            case TOPK, BOTTOMK -> one(List.of("1", "2", "3", "0", "-1")) + ", ";
            case LIMITK -> "100, ";
            case LIMIT_RATIO -> one(List.of("0.5", "-0.5", "1", "0.1", "0")) + ", ";
            case QUANTILE -> one(NUMBERS) + ", ";
            case COUNT_VALUES -> "\"" + one(List.of("value", "code")) + "\", ";
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> "";
        };
        return operator.word() + grouping + "(" + parameter + over + ")";
    }

    private String labels() {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(_ -> one(LABELS))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private String binary(int depth) {
        var left = "(" + vector(depth - 1) + ")";
        var right = "(" + vector(depth - 1) + ")";
        return switch (random.nextInt(5)) {
            case 0 -> left + " " + one(SETS) + matching(false) + " " + right;
            case 1 -> left + " " + one(ARITHMETIC) + " " + scalar(depth - 2);
            case 2 -> scalar(depth - 2) + " " + one(COMPARISONS) + one(List.of("", " bool")) + " " + left;
            case 3 -> left + " " + one(COMPARISONS) + one(List.of("", " bool")) + matching(true) + " " + right;
            default -> left + " " + one(ARITHMETIC) + matching(true) + " " + right;
        };
    }

    private String matching(boolean groups) {
        if (random.nextInt(3) == 0) {
            return "";
        }
        var on = one(List.of(" on", " ignoring")) + " (" + labels() + ")";
        return groups && random.nextInt(3) == 0
                ? on + one(List.of(" group_left", " group_right")) + one(List.of("", " (version)", " (zone)"))
                : on;
    }
}

package dev.headroom.promql;

import static dev.headroom.promql.ValueType.MATRIX;
import static dev.headroom.promql.ValueType.SCALAR;
import static dev.headroom.promql.ValueType.STRING;
import static dev.headroom.promql.ValueType.VECTOR;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What PromQL functions there are, with their types: all of Prometheus 3.14.
public final class Functions {

    private static final Map<String, Signature> ALL = Stream.of(
                    vectorToVector(),
                    matrixToVector(),
                    calendar(),
                    withArguments(),
                    scalars(),
                    histograms(),
                    labels(),
                    experimental())
            .flatMap(List::stream)
            .collect(Collectors.toUnmodifiableMap(Signature::name, Function.identity()));

    private Functions() {}

    /// The types of one function.
    ///
    /// @param arguments the types in order; where a call is longer, the last one repeats
    /// @param variadic 0 when a call has exactly these arguments; else the last one may be missing, or come up to that
    ///     many times, or, for -1, any number of times
    /// @param experimental whether Prometheus wants `--enable-feature=promql-experimental-functions` for it
    public record Signature(
            String name, List<ValueType> arguments, int variadic, ValueType result, boolean experimental) {

        public Signature {
            arguments = List.copyOf(arguments);
        }

        /// The smallest number of arguments.
        public int least() {
            return arguments.size() - (variadic == 0 ? 0 : 1);
        }

        /// The largest number of arguments.
        public int most() {
            return variadic < 0 ? Integer.MAX_VALUE : least() + variadic;
        }

        /// The type of the argument at an index.
        public ValueType argument(int index) {
            return arguments.get(Math.min(index, arguments.size() - 1));
        }
    }

    /// The function of that name; names are case-sensitive.
    public static Optional<Signature> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /// All functions by name.
    public static Map<String, Signature> all() {
        return ALL;
    }

    private static List<Signature> vectorToVector() {
        return Stream.of(
                        "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn",
                        "sin sinh sort sort_desc sqrt tan tanh timestamp")
                .flatMap(names -> Stream.of(names.split(" ")))
                .map(name -> fixed(name, VECTOR, VECTOR))
                .toList();
    }

    private static List<Signature> matrixToVector() {
        return Stream.of(
                        "absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta",
                        "increase irate last_over_time max_over_time min_over_time present_over_time rate resets",
                        "stddev_over_time stdvar_over_time sum_over_time")
                .flatMap(names -> Stream.of(names.split(" ")))
                .map(name -> fixed(name, VECTOR, MATRIX))
                .toList();
    }

    private static List<Signature> calendar() {
        return Stream.of("day_of_month day_of_week day_of_year days_in_month hour minute month year".split(" "))
                .map(name -> new Signature(name, List.of(VECTOR), 1, VECTOR, false))
                .toList();
    }

    private static List<Signature> withArguments() {
        return List.of(
                fixed("clamp", VECTOR, VECTOR, SCALAR, SCALAR),
                fixed("clamp_max", VECTOR, VECTOR, SCALAR),
                fixed("clamp_min", VECTOR, VECTOR, SCALAR),
                fixed("predict_linear", VECTOR, MATRIX, SCALAR),
                fixed("quantile_over_time", VECTOR, SCALAR, MATRIX),
                new Signature("round", List.of(VECTOR, SCALAR), 1, VECTOR, false),
                fixed("vector", VECTOR, SCALAR));
    }

    private static List<Signature> scalars() {
        return List.of(fixed("pi", SCALAR), fixed("time", SCALAR), fixed("scalar", SCALAR, VECTOR));
    }

    private static List<Signature> histograms() {
        return List.of(
                fixed("histogram_avg", VECTOR, VECTOR),
                fixed("histogram_count", VECTOR, VECTOR),
                fixed("histogram_sum", VECTOR, VECTOR),
                fixed("histogram_stddev", VECTOR, VECTOR),
                fixed("histogram_stdvar", VECTOR, VECTOR),
                fixed("histogram_fraction", VECTOR, SCALAR, SCALAR, VECTOR),
                fixed("histogram_quantile", VECTOR, SCALAR, VECTOR));
    }

    private static List<Signature> labels() {
        return List.of(
                fixed("label_replace", VECTOR, VECTOR, STRING, STRING, STRING, STRING),
                new Signature("label_join", List.of(VECTOR, STRING, STRING, STRING), -1, VECTOR, false));
    }

    private static List<Signature> experimental() {
        return List.of(
                trial("double_exponential_smoothing", VECTOR, MATRIX, SCALAR, SCALAR),
                trial("mad_over_time", VECTOR, MATRIX),
                trial("ts_of_first_over_time", VECTOR, MATRIX),
                trial("ts_of_last_over_time", VECTOR, MATRIX),
                trial("ts_of_max_over_time", VECTOR, MATRIX),
                trial("ts_of_min_over_time", VECTOR, MATRIX),
                trial("start_timestamp", VECTOR, VECTOR),
                trial("max_of", SCALAR, SCALAR, SCALAR),
                trial("min_of", SCALAR, SCALAR, SCALAR),
                trial("start", SCALAR),
                trial("end", SCALAR),
                trial("step", SCALAR),
                trial("range", SCALAR),
                new Signature("histogram_quantiles", List.of(VECTOR, STRING, SCALAR, SCALAR), 9, VECTOR, true),
                new Signature("info", List.of(VECTOR, VECTOR), 1, VECTOR, true),
                new Signature("sort_by_label", List.of(VECTOR, STRING), -1, VECTOR, true),
                new Signature("sort_by_label_desc", List.of(VECTOR, STRING), -1, VECTOR, true));
    }

    private static Signature fixed(String name, ValueType result, ValueType... arguments) {
        return new Signature(name, List.of(arguments), 0, result, false);
    }

    private static Signature trial(String name, ValueType result, ValueType... arguments) {
        return new Signature(name, List.of(arguments), 0, result, true);
    }
}

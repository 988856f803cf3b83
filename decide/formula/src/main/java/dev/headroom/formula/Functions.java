package dev.headroom.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The functions of the language.
final class Functions {

    private static final int MAX_NESTING = 100;

    private Functions() {}

    static Value call(Function function, List<Value> arguments) {
        var first = arguments.getFirst();
        return switch (function) {
            case ABS -> isNegative(first) ? Arithmetic.negated(first) : first;
            case CEIL -> new Value.Number(Math.ceil(number(function, first)));
            case FLOOR -> new Value.Number(Math.floor(number(function, first)));
            case ROUND -> new Value.Number(rounded(number(function, first)));
            case INT -> new Value.Whole(whole(first));
            case FLOAT -> new Value.Number(converted(first));
            case STRING -> new Value.Text(text(first));
            case LEN -> new Value.Whole(first instanceof Value.Text text
                    ? text.value().codePointCount(0, text.value().length())
                    : list(function, first).size());
            case MAX -> extreme(function, arguments, 0).orElse(Value.NIL);
            case MIN -> extreme(function, arguments, 0).orElse(Value.NIL);
            case MEAN -> mean(numbers(function, arguments, 0));
            case MEDIAN -> median(numbers(function, arguments, 0));
            case FIRST -> list(function, first).stream().findFirst().orElse(Value.NIL);
            case LAST -> list(function, first).isEmpty() ? Value.NIL : list(function, first).getLast();
            case TAKE -> taken(list(function, first), arguments);
            case REVERSE -> {
                var copy = new ArrayList<>(list(function, first));
                Collections.reverse(copy);
                yield new Value.Items(copy);
            }
            case SORT -> sorted(list(function, first), arguments);
            case CONCAT -> {
                var all = new ArrayList<Value>();
                arguments.forEach(each -> all.addAll(list(function, each)));
                yield new Value.Items(all);
            }
        };
    }

    /// @param results of the body, one per item; the items themselves where there is no body
    static Value each(Predicate predicate, List<Value> list, List<Value> results) {
        return switch (predicate) {
            case ALL -> new Value.Truth(trues(predicate, results) == results.size());
            case NONE -> new Value.Truth(trues(predicate, results) == 0);
            case ANY -> new Value.Truth(trues(predicate, results) > 0);
            case ONE -> new Value.Truth(trues(predicate, results) == 1);
            case COUNT -> new Value.Whole(trues(predicate, results));
            case FILTER -> {
                var fitting = new ArrayList<Value>();
                for (int i = 0; i < list.size(); i++) {
                    if (truth(predicate, results.get(i))) {
                        fitting.add(list.get(i));
                    }
                }
                yield new Value.Items(fitting);
            }
            case MAP -> new Value.Items(results);
            case SUM -> {
                Value sum = new Value.Whole(0);
                for (var result : results) {
                    sum = Arithmetic.binary("+", sum, result);
                }
                yield sum;
            }
            case FIND -> found(predicate, results, false) < 0
                    ? Value.NIL
                    : list.get(found(predicate, results, false));
            case FIND_LAST -> found(predicate, results, true) < 0
                    ? Value.NIL
                    : list.get(found(predicate, results, true));
            case FIND_INDEX -> index(found(predicate, results, false));
            case FIND_LAST_INDEX -> index(found(predicate, results, true));
            case REDUCE -> throw new IllegalArgumentException("reduce has no result per item");
        };
    }

    private static Value index(int found) {
        return found < 0 ? Value.NIL : new Value.Whole(found);
    }

    private static int found(Predicate predicate, List<Value> results, boolean last) {
        int found = -1;
        for (int i = 0; i < results.size() && (last || found < 0); i++) {
            found = truth(predicate, results.get(i)) ? i : found;
        }
        return found;
    }

    private static int trues(Predicate predicate, List<Value> results) {
        return (int) results.stream().filter(each -> truth(predicate, each)).count();
    }

    private static boolean truth(Predicate predicate, Value value) {
        if (value instanceof Value.Truth truth) {
            return truth.value();
        }
        throw FormulaException.of("predicate of " + predicate.word() + " should return bool, got " + value.kind());
    }

    private static boolean isNegative(Value value) {
        return number(Function.ABS, value) < 0;
    }

    private static double number(Function function, Value value) {
        return switch (value) {
            case Value.Number number -> number.value();
            case Value.Whole whole -> (double) whole.value();
            case Value.Truth _, Value.Text _, Value.Items _, Value.Nil _ -> throw wrong(function, value);
        };
    }

    private static FormulaException wrong(Function function, Value value) {
        return FormulaException.of("invalid argument for " + function.word() + " (type " + value.kind() + ")");
    }

    /// Halves away from zero.
    private static double rounded(double value) {
        double whole = Math.floor(Math.abs(value));
        double up = Math.abs(value) - whole >= 0.5 ? whole + 1 : whole;
        return Double.isNaN(value) || Double.isInfinite(value) ? value : Math.copySign(up, value);
    }

    /// Cut towards zero; what does not fit 64 bits is the smallest whole number.
    private static long whole(Value value) {
        return switch (value) {
            case Value.Whole whole -> whole.value();
            case Value.Number number ->
                number.value() >= -0x1p63 && number.value() < 0x1p63 ? (long) number.value() : Long.MIN_VALUE;
            case Value.Text text -> parsed(text.value());
            case Value.Truth _, Value.Items _, Value.Nil _ ->
                throw FormulaException.of("invalid operation: int(" + value.kind() + ")");
        };
    }

    private static long parsed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw FormulaException.of("invalid operation: int(" + text + ")");
        }
    }

    private static double converted(Value value) {
        return switch (value) {
            case Value.Number number -> number.value();
            case Value.Whole whole -> (double) whole.value();
            case Value.Text text -> {
                try {
                    yield Double.parseDouble(text.value());
                } catch (NumberFormatException _) {
                    throw FormulaException.of("invalid operation: float(" + text.value() + ")");
                }
            }
            case Value.Truth _, Value.Items _, Value.Nil _ ->
                throw FormulaException.of("invalid operation: float(" + value.kind() + ")");
        };
    }

    private static String text(Value value) {
        return switch (value) {
            case Value.Number number -> String.valueOf(number.value());
            case Value.Whole whole -> String.valueOf(whole.value());
            case Value.Truth truth -> String.valueOf(truth.value());
            case Value.Text text -> text.value();
            case Value.Items items -> items.values().stream().map(Functions::text).toList().toString();
            case Value.Nil _ -> "<nil>";
        };
    }

    private static List<Value> list(Function function, Value value) {
        if (value instanceof Value.Items items) {
            return items.values();
        }
        throw wrong(function, value);
    }

    /// The largest or smallest of all numbers, those in lists too; of equal ones the first.
    private static Optional<Value> extreme(Function function, List<Value> arguments, int nesting) {
        Optional<Value> best = Optional.empty();
        for (var argument : arguments) {
            Optional<Value> next;
            if (argument instanceof Value.Items items) {
                next = extreme(function, items.values(), deeper(nesting));
            } else {
                number(function, argument);
                next = Optional.of(argument);
            }
            if (next.isPresent()
                    && (best.isEmpty()
                            || (function == Function.MAX
                                    ? Arithmetic.less(best.get(), next.get())
                                    : Arithmetic.less(next.get(), best.get())))) {
                best = next;
            }
        }
        return best;
    }

    private static int deeper(int nesting) {
        if (nesting >= MAX_NESTING) {
            throw FormulaException.of("limit exceeded: lists nested deeper than " + MAX_NESTING + " (formula_nesting)");
        }
        return nesting + 1;
    }

    private static List<Double> numbers(Function function, List<Value> arguments, int nesting) {
        var numbers = new ArrayList<Double>();
        for (var argument : arguments) {
            if (argument instanceof Value.Items items) {
                numbers.addAll(numbers(function, items.values(), deeper(nesting)));
            } else {
                numbers.add(number(function, argument));
            }
        }
        return numbers;
    }

    private static Value mean(List<Double> numbers) {
        if (numbers.isEmpty()) {
            return new Value.Number(0);
        }
        double sum = 0;
        for (double each : numbers) {
            sum += each;
        }
        return new Value.Number(sum / numbers.size());
    }

    private static Value median(List<Double> numbers) {
        if (numbers.isEmpty()) {
            return new Value.Number(0);
        }
        var sorted = numbers.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return new Value.Number(
                sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    private static Value taken(List<Value> list, List<Value> arguments) {
        long count = arguments.size() > 1 ? whole(arguments.get(1)) : 0;
        return new Value.Items(list.subList(0, (int) Math.clamp(count, 0L, (long) list.size())));
    }

    private static Value sorted(List<Value> list, List<Value> arguments) {
        boolean down = arguments.size() > 1 && text(arguments.get(1)).equals("desc");
        var copy = new ArrayList<>(list);
        copy.sort((a, b) -> Arithmetic.less(a, b) ? -1 : Arithmetic.less(b, a) ? 1 : 0);
        if (down) {
            Collections.reverse(copy);
        }
        return new Value.Items(copy);
    }
}

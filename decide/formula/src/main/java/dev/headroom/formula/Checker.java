package dev.headroom.formula;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds out what kinds of values a formula computes with, and refuses what can never work: the first thing from the
/// left, innermost first.
final class Checker {

    private final String text;
    private final Map<String, Nature> names;
    private final Deque<Nature> items = new ArrayDeque<>();

    private Checker(String text, Map<String, Nature> names) {
        this.text = text;
        this.names = names;
    }

    /// @param names of the triggers, each a number
    static void check(String text, Node node, Iterable<String> names) {
        var natures = new HashMap<String, Nature>();
        names.forEach(name -> natures.put(name, Nature.NUMBER));
        new Checker(text, natures).nature(node);
    }

    private FormulaException wrong(Node node, String message) {
        return FormulaException.at(text, node.at(), message);
    }

    private Nature nature(Node node) {
        return switch (node) {
            case Node.Literal literal -> of(literal.value());
            case Node.Name name -> Optional.ofNullable(names.get(name.name()))
                    .orElseThrow(() -> wrong(name, "unknown name " + name.name()));
            case Node.Unknown call -> throw wrong(call, names.containsKey(call.name())
                    ? names.get(call.name()) + " is not callable"
                    : "unknown name " + call.name());
            case Node.Unary unary -> unary(unary);
            case Node.Binary binary -> binary(binary, nature(binary.left()), nature(binary.right()));
            case Node.Conditional conditional -> conditional(conditional);
            case Node.Let let -> let(let);
            case Node.Sequence sequence -> {
                var last = Nature.NIL;
                for (var each : sequence.nodes()) {
                    last = nature(each);
                }
                yield last;
            }
            case Node.ListOf list -> {
                var natures = list.items().stream().map(this::nature).toList();
                boolean same = natures.stream().distinct().count() == 1;
                yield Nature.listOf(same ? natures.getFirst() : Nature.UNKNOWN);
            }
            case Node.Index index -> index(index);
            case Node.Slice slice -> slice(slice);
            case Node.Call call -> call(call, call.arguments().stream().map(this::nature).toList());
            case Node.Each each -> each(each);
            case Node.Pointer pointer -> pointer(pointer);
        };
    }

    private static Nature of(Value value) {
        return switch (value) {
            case Value.Number _ -> Nature.NUMBER;
            case Value.Whole _ -> Nature.WHOLE;
            case Value.Truth _ -> Nature.TRUTH;
            case Value.Text _ -> Nature.TEXT;
            case Value.Items _ -> Nature.listOf(Nature.UNKNOWN);
            case Value.Nil _ -> Nature.NIL;
        };
    }

    private Nature unary(Node.Unary unary) {
        var operand = nature(unary.operand());
        boolean sign = unary.operator().equals("-") || unary.operator().equals("+");
        if (sign ? operand.mayBeNumeric() : operand.mayBe(Nature.Kind.TRUTH)) {
            return sign ? operand : Nature.TRUTH;
        }
        throw wrong(unary, "invalid operation: " + unary.operator() + " (mismatched type " + operand + ")");
    }

    private Nature binary(Node.Binary binary, Nature left, Nature right) {
        boolean numbers = left.mayBeNumeric() && right.mayBeNumeric();
        boolean texts = left.mayBe(Nature.Kind.TEXT) && right.mayBe(Nature.Kind.TEXT);
        Optional<Nature> nature = switch (binary.operator()) {
            case "==", "!=" -> given(comparable(left, right), Nature.TRUTH);
            case "or", "||", "and", "&&" ->
                given(left.mayBe(Nature.Kind.TRUTH) && right.mayBe(Nature.Kind.TRUTH), Nature.TRUTH);
            case "<", ">", "<=", ">=" -> given(numbers || texts, Nature.TRUTH);
            case "-", "*" -> given(numbers, promoted(left, right));
            case "+" ->
                given(numbers || texts, left.is(Nature.Kind.TEXT) ? Nature.TEXT : promoted(left, right));
            case "/", "**", "^" -> given(numbers, Nature.NUMBER);
            case "%" ->
                given(left.mayBe(Nature.Kind.WHOLE) && right.mayBe(Nature.Kind.WHOLE), Nature.WHOLE);
            case ".." ->
                given(
                        left.mayBe(Nature.Kind.WHOLE) && right.mayBe(Nature.Kind.WHOLE),
                        Nature.listOf(Nature.WHOLE));
            case "in" -> Optional.of(in(binary, left, right));
            case "contains", "startsWith", "endsWith" -> given(texts, Nature.TRUTH);
            case "??" -> Optional.of(coalesced(left, right));
            default -> Optional.empty();
        };
        return nature.orElseThrow(() -> wrong(binary, "invalid operation: " + binary.operator()
                + " (mismatched types " + left + " and " + right + ")"));
    }

    private static Optional<Nature> given(boolean right, Nature nature) {
        return right ? Optional.of(nature) : Optional.empty();
    }

    private static boolean comparable(Nature left, Nature right) {
        return left.is(Nature.Kind.UNKNOWN)
                || right.is(Nature.Kind.UNKNOWN)
                || left.is(Nature.Kind.NIL)
                || right.is(Nature.Kind.NIL)
                || left.kind() == right.kind()
                || (left.isNumeric() && right.isNumeric());
    }

    private static Nature promoted(Nature left, Nature right) {
        if (!left.isNumeric() || !right.isNumeric()) {
            return Nature.UNKNOWN;
        }
        return left.is(Nature.Kind.WHOLE) && right.is(Nature.Kind.WHOLE) ? Nature.WHOLE : Nature.NUMBER;
    }

    private Nature in(Node.Binary binary, Nature left, Nature right) {
        if (right.is(Nature.Kind.LIST)) {
            var item = right.item().orElse(Nature.UNKNOWN);
            if (!comparable(left, item)) {
                throw wrong(binary, "cannot use " + left + " as type " + item + " in array");
            }
            return Nature.TRUTH;
        }
        if (right.is(Nature.Kind.UNKNOWN)) {
            return Nature.TRUTH;
        }
        throw wrong(binary, "invalid operation: in (mismatched types " + left + " and " + right + ")");
    }

    private static Nature coalesced(Nature left, Nature right) {
        if (left.is(Nature.Kind.NIL)) {
            return right;
        }
        return right.is(Nature.Kind.NIL) || right.equals(left) ? left : Nature.UNKNOWN;
    }

    private Nature conditional(Node.Conditional conditional) {
        var condition = nature(conditional.condition());
        if (!condition.mayBe(Nature.Kind.TRUTH)) {
            throw wrong(conditional.condition(), "non-bool expression (type " + condition + ") used as condition");
        }
        var then = nature(conditional.then());
        var otherwise = nature(conditional.otherwise());
        if (then.is(Nature.Kind.NIL)) {
            return otherwise;
        }
        return otherwise.is(Nature.Kind.NIL) || then.equals(otherwise) ? then : Nature.UNKNOWN;
    }

    private Nature let(Node.Let let) {
        boolean taken = Function.named(let.name()).isPresent()
                || Predicate.named(let.name()).isPresent();
        if (taken || names.containsKey(let.name())) {
            throw wrong(let, "cannot redeclare " + (taken ? "builtin " : "") + let.name());
        }
        names.put(let.name(), nature(let.value()));
        var body = nature(let.body());
        names.remove(let.name());
        return body;
    }

    private Nature index(Node.Index index) {
        var list = nature(index.list());
        var place = nature(index.index());
        if (list.is(Nature.Kind.UNKNOWN)) {
            return Nature.UNKNOWN;
        }
        if (!list.is(Nature.Kind.LIST)) {
            throw wrong(index, "type " + list + "[" + place + "] is undefined");
        }
        if (!place.mayBe(Nature.Kind.WHOLE)) {
            throw wrong(index.index(), "array elements can only be selected using an integer (got " + place + ")");
        }
        return list.item().orElse(Nature.UNKNOWN);
    }

    private Nature slice(Node.Slice slice) {
        var list = nature(slice.list());
        if (!list.mayBe(Nature.Kind.LIST)) {
            throw wrong(slice, "cannot slice " + list);
        }
        for (var bound : List.of(slice.from(), slice.to())) {
            bound.ifPresent(node -> {
                var nature = nature(node);
                if (!nature.mayBe(Nature.Kind.WHOLE)) {
                    throw wrong(node, "non-integer slice index " + nature);
                }
            });
        }
        return list;
    }

    private Nature call(Node.Call call, List<Nature> arguments) {
        var name = call.function().word();
        int most = switch (call.function()) {
            case MAX, MIN, MEAN, MEDIAN, CONCAT, SORT -> Integer.MAX_VALUE;
            case TAKE -> 2;
            default -> 1;
        };
        if (arguments.isEmpty()) {
            throw wrong(call, most == 1 ? arity(1, 0) : "not enough arguments to call " + name);
        }
        if (arguments.size() > most) {
            throw wrong(call, arity(most, arguments.size()));
        }
        var first = arguments.getFirst();
        return switch (call.function()) {
            case ABS -> required(call, first, first.mayBeNumeric(), first);
            case CEIL, FLOOR, ROUND -> required(call, first, first.mayBeNumeric(), Nature.NUMBER);
            case INT -> required(call, first, first.mayBeNumeric() || first.is(Nature.Kind.TEXT), Nature.WHOLE);
            case FLOAT -> required(call, first, first.mayBeNumeric() || first.is(Nature.Kind.TEXT), Nature.NUMBER);
            case STRING -> Nature.TEXT;
            case LEN ->
                required(call, first, first.mayBe(Nature.Kind.LIST) || first.is(Nature.Kind.TEXT), Nature.WHOLE);
            case MAX, MIN, MEAN, MEDIAN -> {
                for (var argument : arguments) {
                    required(call, argument, argument.mayBeNumeric() || argument.is(Nature.Kind.LIST), argument);
                }
                yield first.isNumeric() ? first : Nature.UNKNOWN;
            }
            case FIRST, LAST -> required(call, first, first.mayBe(Nature.Kind.LIST), Nature.UNKNOWN);
            case TAKE, REVERSE, SORT, CONCAT -> required(call, first, first.mayBe(Nature.Kind.LIST), first);
        };
    }

    private static String arity(int expected, int got) {
        return "invalid number of arguments (expected " + expected + ", got " + got + ")";
    }

    private Nature required(Node.Call call, Nature argument, boolean right, Nature result) {
        if (!right) {
            throw wrong(call, "invalid argument for " + call.function().word() + " (type " + argument.goType() + ")");
        }
        return result;
    }

    private Nature each(Node.Each each) {
        var list = nature(each.list());
        if (!list.mayBe(Nature.Kind.LIST)) {
            throw wrong(each.list(), "builtin " + each.predicate().word() + " takes only array (got " + list + ")");
        }
        var item = list.item().orElse(Nature.UNKNOWN);
        items.push(item);
        var result = each.body().map(this::nature);
        items.pop();
        each.initial().ifPresent(this::nature);
        if (each.predicate().asks() && !result.orElse(Nature.TRUTH).mayBe(Nature.Kind.TRUTH)) {
            throw wrong(
                    each.body().orElse(each),
                    "predicate should return boolean (got " + result.orElse(Nature.TRUTH) + ")");
        }
        return switch (each.predicate()) {
            case ALL, NONE, ANY, ONE -> Nature.TRUTH;
            case FILTER -> list;
            case MAP -> Nature.listOf(result.orElse(item));
            case COUNT, FIND_INDEX, FIND_LAST_INDEX -> Nature.WHOLE;
            case SUM -> result.orElse(item).isNumeric() ? result.orElse(item) : Nature.UNKNOWN;
            case FIND, FIND_LAST, REDUCE -> Nature.UNKNOWN;
        };
    }

    private Nature pointer(Node.Pointer pointer) {
        var item = items.peek();
        if (item == null) {
            throw wrong(pointer, "cannot use pointer accessor outside predicate");
        }
        return switch (pointer.name()) {
            case "" -> item;
            case "index" -> Nature.WHOLE;
            case "acc" -> Nature.UNKNOWN;
            case String other -> throw wrong(pointer, "unknown pointer #" + other);
        };
    }
}

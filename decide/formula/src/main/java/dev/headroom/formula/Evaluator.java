package dev.headroom.formula;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Computes a formula once.
final class Evaluator {

    /// How many nodes one evaluation may visit, and items a list may have.
    private static final int MAX_STEPS = 1_000_000;

    private final String text;
    private final Map<String, Value> names;
    private final Deque<Item> items = new ArrayDeque<>();
    private int steps;

    /// The item that a predicate is at.
    private record Item(Value value, int index, Value accumulated) {}

    Evaluator(String text, Map<String, Value> names) {
        this.text = text;
        this.names = new HashMap<>(names);
    }

    Value value(Node node) {
        steps++;
        if (steps > MAX_STEPS) {
            throw FormulaException.at(
                    text, node.at(), "limit exceeded: more than " + MAX_STEPS + " steps (formula_steps)");
        }
        return switch (node) {
            case Node.Literal literal -> literal.value();
            case Node.Name name -> names.getOrDefault(name.name(), Value.NIL);
            case Node.Unknown call -> throw FormulaException.at(text, call.at(), "unknown name " + call.name());
            case Node.Unary unary -> unary(unary);
            case Node.Binary binary -> binary(binary);
            case Node.Conditional conditional ->
                value(isTrue(conditional.condition()) ? conditional.then() : conditional.otherwise());
            case Node.Let let -> {
                names.put(let.name(), value(let.value()));
                var body = value(let.body());
                names.remove(let.name());
                yield body;
            }
            case Node.Sequence sequence -> {
                var last = Value.NIL;
                for (var each : sequence.nodes()) {
                    last = value(each);
                }
                yield last;
            }
            case Node.ListOf list ->
                new Value.Items(list.items().stream().map(this::value).toList());
            case Node.Index index -> index(index);
            case Node.Slice slice -> slice(slice);
            case Node.Call call ->
                Functions.call(call.function(), call.arguments().stream().map(this::value).toList());
            case Node.Each each -> each(each);
            case Node.Pointer pointer -> pointer(pointer);
        };
    }

    private Value pointer(Node.Pointer pointer) {
        var item = Optional.ofNullable(items.peek())
                .orElseThrow(() -> FormulaException.at(text, pointer.at(), "no item here"));
        return switch (pointer.name()) {
            case "acc" -> item.accumulated();
            case "index" -> new Value.Whole(item.index());
            default -> item.value();
        };
    }

    private boolean isTrue(Node node) {
        if (value(node) instanceof Value.Truth truth) {
            return truth.value();
        }
        throw FormulaException.at(text, node.at(), "expected a truth value");
    }

    private Value unary(Node.Unary unary) {
        return switch (unary.operator()) {
            case "-" -> Arithmetic.negated(value(unary.operand()));
            case "+" -> value(unary.operand());
            default -> new Value.Truth(!isTrue(unary.operand()));
        };
    }

    private Value binary(Node.Binary binary) {
        return switch (binary.operator()) {
            case "and", "&&" -> new Value.Truth(isTrue(binary.left()) && isTrue(binary.right()));
            case "or", "||" -> new Value.Truth(isTrue(binary.left()) || isTrue(binary.right()));
            case "??" -> {
                var left = value(binary.left());
                yield left instanceof Value.Nil ? value(binary.right()) : left;
            }
            case ".." -> range(binary);
            case "in" -> {
                var needle = value(binary.left());
                yield new Value.Truth(list(binary.right()).stream().anyMatch(each -> Arithmetic.equal(each, needle)));
            }
            case "contains" -> new Value.Truth(content(binary.left()).contains(content(binary.right())));
            case "startsWith" -> new Value.Truth(content(binary.left()).startsWith(content(binary.right())));
            case "endsWith" -> new Value.Truth(content(binary.left()).endsWith(content(binary.right())));
            case String operator -> Arithmetic.binary(operator, value(binary.left()), value(binary.right()));
        };
    }

    private Value range(Node.Binary binary) {
        long from = whole(binary.left());
        long to = whole(binary.right());
        if (to - from >= MAX_STEPS) {
            throw FormulaException.at(
                    text, binary.at(), "limit exceeded: more than " + MAX_STEPS + " items (formula_steps)");
        }
        var range = new ArrayList<Value>();
        for (long each = from; each <= to; each++) {
            range.add(new Value.Whole(each));
        }
        return new Value.Items(range);
    }

    private String content(Node node) {
        if (value(node) instanceof Value.Text content) {
            return content.value();
        }
        throw FormulaException.at(text, node.at(), "expected a text");
    }

    private long whole(Node node) {
        if (value(node) instanceof Value.Whole whole) {
            return whole.value();
        }
        throw FormulaException.at(text, node.at(), "expected a whole number");
    }

    private List<Value> list(Node node) {
        if (value(node) instanceof Value.Items list) {
            return list.values();
        }
        throw FormulaException.at(text, node.at(), "expected a list");
    }

    private Value index(Node.Index index) {
        var list = list(index.list());
        long place = whole(index.index());
        long wanted = place < 0 ? list.size() + place : place;
        if (wanted < 0 || wanted >= list.size()) {
            throw FormulaException.at(
                    text, index.at(), "index out of range: " + place + " (array length is " + list.size() + ")");
        }
        return list.get((int) wanted);
    }

    private Value slice(Node.Slice slice) {
        var list = list(slice.list());
        int from = slice.from().map(node -> bound(node, list.size())).orElse(0);
        int to = slice.to().map(node -> bound(node, list.size())).orElse(list.size());
        return new Value.Items(from >= to ? List.of() : list.subList(from, to));
    }

    private int bound(Node node, int size) {
        long place = whole(node);
        return (int) Math.clamp(place < 0 ? size + place : place, 0L, (long) size);
    }

    private Value each(Node.Each each) {
        var list = list(each.list());
        if (each.predicate() == Predicate.REDUCE) {
            return reduced(each, list);
        }
        var results = new ArrayList<Value>();
        for (int i = 0; i < list.size(); i++) {
            results.add(at(each, new Item(list.get(i), i, Value.NIL)));
        }
        return Functions.each(each.predicate(), list, results);
    }

    private Value reduced(Node.Each each, List<Value> list) {
        if (list.isEmpty() && each.initial().isEmpty()) {
            throw FormulaException.at(text, each.at(), "reduce of empty array with no initial value");
        }
        var accumulated = each.initial().map(this::value).orElseGet(list::getFirst);
        for (int i = each.initial().isPresent() ? 0 : 1; i < list.size(); i++) {
            accumulated = at(each, new Item(list.get(i), i, accumulated));
        }
        return accumulated;
    }

    private Value at(Node.Each each, Item item) {
        items.push(item);
        var result = each.body().map(this::value).orElse(item.value());
        items.pop();
        return result;
    }
}

package dev.headroom.gotemplate;

import dev.headroom.gotemplate.TemplateNode.Command;
import dev.headroom.gotemplate.TemplateNode.Operand;
import dev.headroom.gotemplate.TemplateNode.Pipe;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One expansion of a template: walks its tree and writes text. Semantics: Go's text/template, missing map keys zero.
///
/// Limits: [#MAX_TEXT] characters of text (`template text`), [#MAX_DEPTH] templates inside each other
/// (`template depth`), [#MAX_STEPS] nodes (`template steps`).
final class TemplateRun {

    static final int MAX_TEXT = 1 << 20;
    static final int MAX_DEPTH = 100;
    static final int MAX_STEPS = 1_000_000;

    private final TemplateParser.Parsed template;
    private final TemplateLibrary functions;
    private final StringBuilder text = new StringBuilder();
    private Deque<Variable> variables = new ArrayDeque<>();
    private int depth;
    private int steps;

    private static final class Variable {
        private final String name;
        private @Nullable Object value;

        Variable(String name, @Nullable Object value) {
            this.name = name;
            this.value = value;
        }
    }

    /// How a list of nodes ended.
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    TemplateRun(TemplateParser.Parsed template, TemplateLibrary functions) {
        this.template = template;
        this.functions = functions;
    }

    /// The whole text. A run is good for one call.
    String text(Object data) {
        variables.push(new Variable("$", data));
        walk(template.nodes(), data);
        return text.toString();
    }

    private Flow walk(List<TemplateNode> nodes, @Nullable Object dot) {
        int known = variables.size();
        var flow = Flow.ON;
        for (var node : nodes) {
            flow = walk(node, dot);
            if (flow != Flow.ON) {
                break;
            }
        }
        forget(known);
        return flow;
    }

    private void forget(int known) {
        while (variables.size() > known) {
            variables.pop();
        }
    }

    private Flow walk(TemplateNode node, @Nullable Object dot) {
        if (++steps > MAX_STEPS) {
            throw new TemplateException("limit exceeded: template steps, at most " + MAX_STEPS);
        }
        switch (node) {
            case TemplateNode.Text part -> write(part.text());
            case TemplateNode.Action action -> {
                var value = pipe(action.pipe(), dot);
                if (action.pipe().variables().isEmpty()) {
                    write(GoFormat.print(java.util.Collections.singletonList(printed(value))));
                }
            }
            case TemplateNode.If choice -> {
                int known = variables.size();
                boolean then = truth(pipe(choice.pipe(), dot));
                var flow = walk(then ? choice.then() : choice.otherwise(), dot);
                forget(known);
                return flow;
            }
            case TemplateNode.With with -> {
                int known = variables.size();
                var value = pipe(with.pipe(), dot);
                var flow = truth(value) ? walk(with.then(), value) : walk(with.otherwise(), dot);
                forget(known);
                return flow;
            }
            case TemplateNode.Range range -> {
                return range(range, dot);
            }
            case TemplateNode.Call call -> call(call, dot);
            case TemplateNode.Break _ -> {
                return Flow.BREAK;
            }
            case TemplateNode.Continue _ -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private static Object printed(@Nullable Object value) {
        return value == null ? "<no value>" : value;
    }

    private void write(String part) {
        if (text.length() + part.length() > MAX_TEXT) {
            throw new TemplateException("limit exceeded: template text, at most " + MAX_TEXT + " characters");
        }
        text.append(part);
    }

    private void call(TemplateNode.Call call, @Nullable Object dot) {
        var nodes = template.defined().get(call.template());
        if (nodes == null) {
            throw new TemplateException("template \"" + call.template() + "\" not defined");
        }
        if (++depth > MAX_DEPTH) {
            throw new TemplateException("limit exceeded: template depth, at most " + MAX_DEPTH);
        }
        Object given = call.pipe().isPresent() ? pipe(call.pipe().get(), dot) : null;
        var outer = variables;
        variables = new ArrayDeque<>();
        variables.push(new Variable("$", given));
        walk(nodes, given);
        variables = outer;
        depth--;
    }

    private Flow range(TemplateNode.Range range, @Nullable Object dot) {
        int known = variables.size();
        var value = pipe(range.pipe(), dot);
        forget(known);
        var keys = new ArrayList<@Nullable Object>();
        var values = new ArrayList<@Nullable Object>();
        switch (value) {
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    keys.add((long) i);
                    values.add(list.get(i));
                }
            }
            case Map<?, ?> map -> new TreeMap<>(map).forEach((key, entry) -> {
                keys.add(key);
                values.add(entry);
            });
            case Long count -> {
                if (count > MAX_STEPS) {
                    throw new TemplateException("limit exceeded: template steps, at most " + MAX_STEPS);
                }
                for (long i = 0; i < count; i++) {
                    keys.add(i);
                    values.add(i);
                }
            }
            case null -> {}
            case Object other -> throw new TemplateException("range can't iterate over " + GoFormat.plain(other));
        }
        if (values.isEmpty()) {
            return walk(range.otherwise(), dot);
        }
        for (int i = 0; i < values.size(); i++) {
            assign(range.pipe(), keys.get(i), values.get(i));
            var flow = walk(range.each(), values.get(i));
            forget(known);
            if (flow == Flow.BREAK) {
                break;
            }
        }
        return Flow.ON;
    }

    private void assign(Pipe pipe, @Nullable Object key, @Nullable Object value) {
        var names = pipe.variables();
        if (names.size() == 1) {
            set(names.getFirst(), value, pipe.assign());
        } else if (names.size() == 2) {
            set(names.getFirst(), key, pipe.assign());
            set(names.getLast(), value, pipe.assign());
        }
    }

    private void set(String name, @Nullable Object value, boolean assign) {
        if (assign) {
            variable(name).value = value;
        } else {
            variables.push(new Variable(name, value));
        }
    }

    private Variable variable(String name) {
        for (var variable : variables) {
            if (variable.name.equals(name)) {
                return variable;
            }
        }
        throw new TemplateException("undefined variable: " + name);
    }

    private @Nullable Object pipe(Pipe pipe, @Nullable Object dot) {
        Optional<TemplateNode.Value> last = Optional.empty();
        for (var command : pipe.commands()) {
            last = Optional.of(new TemplateNode.Value(command(command, dot, last)));
        }
        var value = last.map(TemplateNode.Value::value).orElse(null);
        if (!pipe.variables().isEmpty() && !(pipe.variables().size() == 2)) {
            set(pipe.variables().getFirst(), value, pipe.assign());
        }
        return value;
    }

    private @Nullable Object command(Command command, @Nullable Object dot, Optional<TemplateNode.Value> last) {
        var first = command.words().getFirst();
        if (first instanceof TemplateNode.Nil) {
            throw new TemplateException("nil is not a command");
        }
        if (first instanceof TemplateNode.Function function) {
            return function(function.name(), command, dot, last);
        }
        var fields = fieldsOf(first);
        if (!fields.isEmpty() && (command.words().size() > 1 || last.isPresent())) {
            var receiver = receiver(first, dot);
            return functions.method(receiver, fields.getLast(), arguments(command, dot, last));
        }
        if (command.words().size() > 1 || last.isPresent()) {
            throw new TemplateException("can't give argument to non-function");
        }
        return operand(first, dot);
    }

    private static List<String> fieldsOf(Operand operand) {
        return switch (operand) {
            case TemplateNode.Fields fields -> fields.names();
            case TemplateNode.Variable variable -> variable.names();
            case TemplateNode.Chain chain -> chain.names();
            case TemplateNode.Dot _, TemplateNode.Nil _, TemplateNode.Constant _, TemplateNode.Function _, Pipe _ ->
                List.of();
        };
    }

    /// What the last field of an operand is asked of.
    private @Nullable Object receiver(Operand operand, @Nullable Object dot) {
        var names = fieldsOf(operand);
        var start = switch (operand) {
            case TemplateNode.Variable variable -> variable(variable.name()).value;
            case TemplateNode.Chain chain -> operand(chain.start(), dot);
            default -> dot;
        };
        return fields(start, names.subList(0, names.size() - 1));
    }

    private List<@Nullable Object> arguments(Command command, @Nullable Object dot, Optional<TemplateNode.Value> last) {
        var arguments = new ArrayList<@Nullable Object>();
        command.words().stream().skip(1).forEach(word -> arguments.add(operand(word, dot)));
        last.ifPresent(value -> arguments.add(value.value()));
        return arguments;
    }

    /// `and` and `or` look at their arguments only until the answer is known.
    private @Nullable Object function(
            String name, Command command, @Nullable Object dot, Optional<TemplateNode.Value> last) {
        if (!name.equals("and") && !name.equals("or")) {
            return functions.call(name, arguments(command, dot, last));
        }
        if (command.words().size() < 2 && last.isEmpty()) {
            throw new TemplateException("wrong number of args for " + name + ": want at least 1 got 0");
        }
        boolean stopAt = name.equals("or");
        Object value = null;
        for (var word : command.words().subList(1, command.words().size())) {
            value = operand(word, dot);
            if (truth(value) == stopAt) {
                return value;
            }
        }
        return last.isPresent() ? last.get().value() : value;
    }

    private @Nullable Object operand(Operand operand, @Nullable Object dot) {
        return switch (operand) {
            case TemplateNode.Dot _ -> dot;
            case TemplateNode.Nil _ -> null;
            case TemplateNode.Constant constant -> constant(constant.value());
            case TemplateNode.Function function -> functions.call(function.name(), List.of());
            case TemplateNode.Fields fields -> fields(dot, fields.names());
            case TemplateNode.Variable variable -> fields(variable(variable.name()).value, variable.names());
            case TemplateNode.Chain chain -> fields(operand(chain.start(), dot), chain.names());
            case Pipe pipe -> pipe(pipe, dot);
        };
    }

    private static Object constant(Object value) {
        if (value instanceof BigInteger) {
            throw new TemplateException(value + " overflows int");
        }
        return value;
    }

    private @Nullable Object fields(@Nullable Object start, List<String> names) {
        var value = start;
        for (var name : names) {
            value = functions.method(value, name, List.of());
        }
        return value;
    }

    static boolean truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean truth -> truth;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case String string -> !string.isEmpty();
            case TemplateValues.Html html -> !html.text().isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case TemplateValues.Span span -> span.nanos() != 0;
            case Object _ -> true;
        };
    }
}

package dev.headroom.gotemplate;

import dev.headroom.gotemplate.TemplateNode.Command;
import dev.headroom.gotemplate.TemplateNode.Operand;
import dev.headroom.gotemplate.TemplateNode.Pipe;
import dev.headroom.gotemplate.TemplateToken.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads tokens into the tree of a template and of the templates that it defines.
final class TemplateParser {

    /// Deeper nesting than this is refused (limit `template depth`).
    private static final int MAX_DEPTH = 100;

    private static final Set<String> KEYWORDS = Set.of(
            "block", "break", "continue", "define", "else", "end", "if", "nil", "range", "template", "with");
    private static final Set<Kind> OPERAND_STARTS = EnumSet.of(
            Kind.CHARACTER,
            Kind.DOT,
            Kind.FIELD,
            Kind.IDENTIFIER,
            Kind.NUMBER,
            Kind.RAW_STRING,
            Kind.STRING,
            Kind.VARIABLE,
            Kind.OPEN);

    /// A parsed template: its own nodes, and those of the templates it defines, by name.
    record Parsed(List<TemplateNode> nodes, Map<String, List<TemplateNode>> defined) {}

    /// Nodes up to the word that ended them: `end`, or `else` with what follows it.
    private record Block(List<TemplateNode> nodes, String end) {}

    private final List<TemplateToken> tokens;
    private final Set<String> functions;
    private final Map<String, List<TemplateNode>> defined = new HashMap<>();
    private List<String> variables = new ArrayList<>(List.of("$"));
    private int at;
    private int ranges;
    private int depth;

    private TemplateParser(List<TemplateToken> tokens, Set<String> functions) {
        this.tokens = tokens;
        this.functions = functions;
    }

    /// @throws TemplateException when the text is no template
    static Parsed parse(String text, Set<String> functions, GoTemplate.Delimiters delimiters) {
        var parser = new TemplateParser(TemplateLexer.tokens(text, delimiters), functions);
        var nodes = new ArrayList<TemplateNode>();
        while (parser.peek().kind() != Kind.END) {
            if (parser.peek().kind() == Kind.LEFT && parser.afterSpace(parser.at + 1).is("define")) {
                parser.define();
            } else {
                var node = parser.node();
                if (node instanceof Ended ended) {
                    throw new TemplateException("unexpected {{" + ended.word() + "}}");
                }
                nodes.add(((Found) node).node());
            }
        }
        return new Parsed(nodes, parser.defined);
    }

    /// A node, or the word that ends the list of nodes.
    private sealed interface Step {}

    private record Found(TemplateNode node) implements Step {}

    private record Ended(String word) implements Step {}

    private TemplateToken peek() {
        return tokens.get(at);
    }

    private TemplateToken next() {
        return tokens.get(at++);
    }

    private TemplateToken afterSpace(int index) {
        return tokens.get(tokens.get(index).kind() == Kind.SPACE ? index + 1 : index);
    }

    private TemplateToken peekNonSpace() {
        return afterSpace(at);
    }

    private TemplateToken nextNonSpace() {
        if (peek().kind() == Kind.SPACE) {
            at++;
        }
        return next();
    }

    private void expectRight(String context) {
        var token = nextNonSpace();
        if (token.kind() != Kind.RIGHT) {
            throw unexpected(token, context);
        }
    }

    private static TemplateException unexpected(TemplateToken token, String context) {
        return new TemplateException("unexpected \"" + token.text() + "\" in " + context);
    }

    private void define() {
        nextNonSpace();
        nextNonSpace();
        var name = string(nextNonSpace(), "define clause");
        expectRight("define clause");
        var outer = variables;
        variables = new ArrayList<>(List.of("$"));
        int outerRanges = ranges;
        ranges = 0;
        var block = block();
        if (!block.end().equals("end")) {
            throw new TemplateException("unexpected {{else}} in define clause");
        }
        variables = outer;
        ranges = outerRanges;
        defined.put(name, block.nodes());
    }

    private static String string(TemplateToken token, String context) {
        return switch (token.kind()) {
            case STRING -> GoText.unquote(token.text());
            case RAW_STRING -> token.text();
            case TEXT, LEFT, RIGHT, SPACE, IDENTIFIER, FIELD, VARIABLE, DOT, NUMBER, CHARACTER, PIPE, COMMA, ASSIGN,
                    DECLARE, OPEN, CLOSE, END -> throw unexpected(token, context);
        };
    }

    private Block block() {
        deeper();
        var nodes = new ArrayList<TemplateNode>();
        while (true) {
            if (peek().kind() == Kind.END) {
                throw new TemplateException("unexpected EOF");
            }
            switch (node()) {
                case Found found -> nodes.add(found.node());
                case Ended ended -> {
                    depth--;
                    return new Block(nodes, ended.word());
                }
            }
        }
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) {
            throw new TemplateException("limit exceeded: more than " + MAX_DEPTH + " levels (template depth)");
        }
    }

    private Step node() {
        var token = next();
        if (token.kind() == Kind.TEXT) {
            return new Found(new TemplateNode.Text(token.text()));
        }
        var word = peekNonSpace();
        if (word.kind() != Kind.IDENTIFIER || !KEYWORDS.contains(word.text()) || word.is("nil")) {
            return new Found(new TemplateNode.Action(pipeline("command", Kind.RIGHT)));
        }
        nextNonSpace();
        return switch (word.text()) {
            case "if", "with", "range" -> new Found(control(word.text()));
            case "end" -> {
                expectRight("end");
                yield new Ended("end");
            }
            case "else" -> otherwise();
            case "break", "continue" -> {
                expectRight(word.text());
                if (ranges == 0) {
                    throw new TemplateException("{{" + word.text() + "}} outside {{range}}");
                }
                yield new Found(word.is("break") ? new TemplateNode.Break() : new TemplateNode.Continue());
            }
            case "template" -> {
                var name = string(nextNonSpace(), "template clause");
                yield new Found(new TemplateNode.Call(name, optionalPipe("template clause")));
            }
            case "block" -> {
                var name = string(nextNonSpace(), "block clause");
                var pipe = pipeline("block clause", Kind.RIGHT);
                defineBlock(name);
                yield new Found(new TemplateNode.Call(name, Optional.of(pipe)));
            }
            case String other -> throw new TemplateException("unexpected <" + other + "> in command");
        };
    }

    private void defineBlock(String name) {
        var outer = variables;
        variables = new ArrayList<>(List.of("$"));
        var block = block();
        if (!block.end().equals("end")) {
            throw new TemplateException("unexpected {{else}} in block clause");
        }
        variables = outer;
        defined.putIfAbsent(name, block.nodes());
    }

    private Optional<Pipe> optionalPipe(String context) {
        if (peekNonSpace().kind() == Kind.RIGHT) {
            nextNonSpace();
            return Optional.empty();
        }
        return Optional.of(pipeline(context, Kind.RIGHT));
    }

    /// `else`, or `else if` and `else with`, whose keyword is left to be read as a control of its own.
    private Step otherwise() {
        var word = peekNonSpace();
        if (word.is("if") || word.is("with")) {
            return new Ended("else " + word.text());
        }
        expectRight("else");
        return new Ended("else");
    }

    private TemplateNode control(String keyword) {
        int scope = variables.size();
        var pipe = pipeline(keyword, Kind.RIGHT);
        ranges += keyword.equals("range") ? 1 : 0;
        var then = block();
        ranges -= keyword.equals("range") ? 1 : 0;
        List<TemplateNode> otherwise = List.of();
        if (then.end().equals("else")) {
            var block = block();
            if (!block.end().equals("end")) {
                throw new TemplateException("expected end; found {{else}}");
            }
            otherwise = block.nodes();
        } else if (then.end().startsWith("else ")) {
            if (!then.end().equals("else " + keyword)) {
                throw new TemplateException("unexpected {{" + then.end() + "}} in " + keyword);
            }
            nextNonSpace();
            otherwise = List.of(control(keyword));
        }
        variables.subList(scope, variables.size()).clear();
        return switch (keyword) {
            case "if" -> new TemplateNode.If(pipe, then.nodes(), otherwise);
            case "with" -> new TemplateNode.With(pipe, then.nodes(), otherwise);
            case String range -> new TemplateNode.Range(pipe, then.nodes(), otherwise);
        };
    }

    private Pipe pipeline(String context, Kind end) {
        var names = new ArrayList<String>();
        boolean assign = false;
        while (peekNonSpace().kind() == Kind.VARIABLE) {
            int mark = at;
            var variable = nextNonSpace();
            var follows = peekNonSpace();
            if (follows.kind() == Kind.ASSIGN || follows.kind() == Kind.DECLARE) {
                nextNonSpace();
                assign = follows.kind() == Kind.ASSIGN;
                names.add(variable.text());
                variables.add(variable.text());
                break;
            }
            if (follows.kind() == Kind.COMMA && context.equals("range") && names.isEmpty()) {
                nextNonSpace();
                names.add(variable.text());
                variables.add(variable.text());
                continue;
            }
            if (follows.kind() == Kind.COMMA || !names.isEmpty()) {
                throw new TemplateException("too many declarations in " + context);
            }
            at = mark;
            break;
        }
        var commands = new ArrayList<Command>();
        while (peekNonSpace().kind() != end) {
            if (!OPERAND_STARTS.contains(peekNonSpace().kind())) {
                throw unexpected(peekNonSpace(), context);
            }
            commands.add(command());
        }
        nextNonSpace();
        check(commands, context);
        return new Pipe(names, assign, commands);
    }

    private static void check(List<Command> commands, String context) {
        if (commands.isEmpty()) {
            throw new TemplateException("missing value for " + context);
        }
        for (var command : commands.subList(1, commands.size())) {
            switch (command.words().getFirst()) {
                case TemplateNode.Constant _, TemplateNode.Dot _, TemplateNode.Nil _ ->
                    throw new TemplateException("non executable command in pipeline");
                case Pipe _, TemplateNode.Function _, TemplateNode.Fields _, TemplateNode.Variable _,
                        TemplateNode.Chain _ -> {}
            }
        }
    }

    private Command command() {
        var words = new ArrayList<Operand>();
        while (true) {
            if (!OPERAND_STARTS.contains(peekNonSpace().kind())) {
                if (words.isEmpty()) {
                    throw new TemplateException("empty command");
                }
                throw unexpected(peekNonSpace(), "operand");
            }
            nextStart();
            words.add(operand());
            var follows = peek();
            if (follows.kind() == Kind.SPACE && OPERAND_STARTS.contains(peekNonSpace().kind())) {
                continue;
            }
            follows = peekNonSpace();
            if (follows.kind() == Kind.RIGHT || follows.kind() == Kind.CLOSE) {
                return new Command(words);
            }
            if (follows.kind() == Kind.PIPE) {
                nextNonSpace();
                if (!OPERAND_STARTS.contains(peekNonSpace().kind())) {
                    throw new TemplateException("missing value for command");
                }
                return new Command(words);
            }
            throw unexpected(follows, "operand");
        }
    }

    private void nextStart() {
        if (peek().kind() == Kind.SPACE) {
            at++;
        }
    }

    private Operand operand() {
        var term = term();
        var names = new ArrayList<String>();
        while (peek().kind() == Kind.FIELD) {
            names.add(next().text().substring(1));
        }
        if (names.isEmpty()) {
            return term;
        }
        return switch (term) {
            case TemplateNode.Fields fields -> {
                names.addAll(0, fields.names());
                yield new TemplateNode.Fields(names);
            }
            case TemplateNode.Variable variable -> new TemplateNode.Variable(variable.name(), names);
            case TemplateNode.Constant _, TemplateNode.Dot _, TemplateNode.Nil _ ->
                throw new TemplateException("unexpected . after term");
            case Pipe _, TemplateNode.Function _, TemplateNode.Chain _ -> new TemplateNode.Chain(term, names);
        };
    }

    private Operand term() {
        var token = next();
        return switch (token.kind()) {
            case IDENTIFIER -> identifier(token);
            case DOT -> new TemplateNode.Dot();
            case VARIABLE -> {
                if (!variables.contains(token.text())) {
                    throw new TemplateException("undefined variable \"" + token.text() + '"');
                }
                yield new TemplateNode.Variable(token.text(), List.of());
            }
            case FIELD -> new TemplateNode.Fields(List.of(token.text().substring(1)));
            case NUMBER -> new TemplateNode.Constant(GoText.number(token.text()));
            case CHARACTER -> new TemplateNode.Constant(GoText.character(token.text()));
            case STRING, RAW_STRING -> new TemplateNode.Constant(string(token, "operand"));
            case OPEN -> {
                deeper();
                var inner = pipeline("parenthesized pipeline", Kind.CLOSE);
                depth--;
                yield inner;
            }
            case TEXT, LEFT, RIGHT, SPACE, PIPE, COMMA, ASSIGN, DECLARE, CLOSE, END
                    -> throw unexpected(token, "operand");
        };
    }

    private Operand identifier(TemplateToken token) {
        return switch (token.text()) {
            case "true" -> new TemplateNode.Constant(true);
            case "false" -> new TemplateNode.Constant(false);
            case "nil" -> new TemplateNode.Nil();
            case String name -> {
                if (KEYWORDS.contains(name)) {
                    throw unexpected(token, "operand");
                }
                if (!functions.contains(name)) {
                    throw new TemplateException("function \"" + name + "\" not defined");
                }
                yield new TemplateNode.Function(name);
            }
        };
    }
}

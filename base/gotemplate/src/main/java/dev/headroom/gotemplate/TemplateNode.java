package dev.headroom.gotemplate;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tree of a template, after Go's `text/template/parse`.
sealed interface TemplateNode {

    record Text(String text) implements TemplateNode {}

    record Action(Pipe pipe) implements TemplateNode {}

    record If(Pipe pipe, List<TemplateNode> then, List<TemplateNode> otherwise) implements TemplateNode {}

    record With(Pipe pipe, List<TemplateNode> then, List<TemplateNode> otherwise) implements TemplateNode {}

    record Range(Pipe pipe, List<TemplateNode> each, List<TemplateNode> otherwise) implements TemplateNode {}

    record Break() implements TemplateNode {}

    record Continue() implements TemplateNode {}

    record Call(String template, Optional<Pipe> pipe) implements TemplateNode {}

    /// Commands, each fed with the value of the one before, and the variables that the last value goes to.
    record Pipe(List<String> variables, boolean assign, List<Command> commands) implements Operand {}

    /// A function, field or variable with its arguments, or a single value.
    record Command(List<Operand> words) {}

    /// One word of a command.
    sealed interface Operand {}

    record Dot() implements Operand {}

    record Nil() implements Operand {}

    /// A constant: String, Boolean, Long or Double.
    record Constant(Object value) implements Operand {}

    record Function(String name) implements Operand {}

    /// `.A.B`: fields of the dot.
    record Fields(List<String> names) implements Operand {}

    /// `$x.A.B`: a variable, and fields of it.
    record Variable(String name, List<String> names) implements Operand {}

    /// `(pipe).A.B`, or fields of a function's value.
    record Chain(Operand start, List<String> names) implements Operand {}

    /// A value that may be nil.
    record Value(@Nullable Object value) {}
}

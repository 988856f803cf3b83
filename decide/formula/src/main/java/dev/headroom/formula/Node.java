package dev.headroom.formula;

import java.util.List;
import java.util.Optional;

/// A compiled piece of a formula; each knows where it stands, for messages.
sealed interface Node {

    /// Where in the text, counted from 0.
    int at();

    record Literal(Value value, int at) implements Node {}

    /// A trigger, or what a `let` has named.
    record Name(String name, int at) implements Node {}

    /// A call of something that is no function.
    record Unknown(String name, int at) implements Node {}

    record Unary(String operator, Node operand, int at) implements Node {}

    record Binary(String operator, Node left, Node right, int at) implements Node {}

    record Conditional(Node condition, Node then, Node otherwise, int at) implements Node {}

    record Let(String name, Node value, Node body, int at) implements Node {}

    /// The last of several counts.
    record Sequence(List<Node> nodes, int at) implements Node {}

    record ListOf(List<Node> items, int at) implements Node {}

    record Index(Node list, Node index, int at) implements Node {}

    record Slice(Node list, Optional<Node> from, Optional<Node> to, int at) implements Node {}

    record Call(Function function, List<Node> arguments, int at) implements Node {}

    /// A function that evaluates `body` for each item of a list; empty where it may do without.
    record Each(Predicate predicate, Node list, Optional<Node> body, Optional<Node> initial, int at) implements Node {}

    /// `#`, `#acc` or `#index` inside the body of an [Each].
    record Pointer(String name, int at) implements Node {}
}

package dev.headroom.formula;

import java.util.List;

/// What a formula computes with. Whole numbers and numbers are two kinds: `%` takes only the first, `/` and `**` give
/// only the second.
public sealed interface Value {

    Value NIL = new Nil();

    record Number(double value) implements Value {}

    record Whole(long value) implements Value {}

    record Truth(boolean value) implements Value {}

    record Text(String value) implements Value {}

    record Items(List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }
    }

    /// Nothing: a trigger without a value.
    record Nil() implements Value {}

    /// The kind in the language's own words.
    default String kind() {
        return switch (this) {
            case Number _ -> "float64";
            case Whole _ -> "int";
            case Truth _ -> "bool";
            case Text _ -> "string";
            case Items _ -> "[]interface {}";
            case Nil _ -> "<nil>";
        };
    }
}

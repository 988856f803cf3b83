package dev.headroom.formula;

import java.util.Arrays;
import java.util.Optional;

/// A function that evaluates an expression for each item of a list.
enum Predicate {
    ALL("all"),
    NONE("none"),
    ANY("any"),
    ONE("one"),
    FILTER("filter"),
    MAP("map"),
    COUNT("count"),
    SUM("sum"),
    FIND("find"),
    FIND_INDEX("findIndex"),
    FIND_LAST("findLast"),
    FIND_LAST_INDEX("findLastIndex"),
    REDUCE("reduce");

    private final String word;

    Predicate(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<Predicate> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    boolean mayLackBody() {
        return this == COUNT || this == SUM;
    }

    /// Whether the expression must be a truth value.
    boolean asks() {
        return this != MAP && this != SUM && this != REDUCE;
    }
}

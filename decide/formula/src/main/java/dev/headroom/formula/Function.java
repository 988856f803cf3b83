package dev.headroom.formula;

import java.util.Arrays;
import java.util.Optional;

/// A function of plain arguments.
enum Function {
    ABS("abs"),
    CEIL("ceil"),
    FLOOR("floor"),
    ROUND("round"),
    INT("int"),
    FLOAT("float"),
    STRING("string"),
    LEN("len"),
    MAX("max"),
    MIN("min"),
    MEAN("mean"),
    MEDIAN("median"),
    FIRST("first"),
    LAST("last"),
    TAKE("take"),
    REVERSE("reverse"),
    SORT("sort"),
    CONCAT("concat");

    private final String word;

    Function(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    static Optional<Function> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}

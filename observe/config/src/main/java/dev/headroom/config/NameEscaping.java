package dev.headroom.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// How names beyond letters, digits and underscores are asked for (`metric_name_escaping_scheme`).
public enum NameEscaping {
    ALLOW_UTF_8("allow-utf-8"),
    UNDERSCORES("underscores"),
    DOTS("dots"),
    VALUES("values");

    private final String word;

    NameEscaping(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    static Optional<NameEscaping> of(String word) {
        return Arrays.stream(values()).filter(escaping -> escaping.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(NameEscaping::word).collect(Collectors.joining(", "));
    }
}

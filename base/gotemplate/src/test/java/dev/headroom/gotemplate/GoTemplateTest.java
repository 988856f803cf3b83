package dev.headroom.gotemplate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.headroom.gotemplate.GoTemplate.Delimiters;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoTemplateTest {

    private static final String DEEP = "limit exceeded: more than 100 levels (template depth)";

    private static void read(String template) {
        var _ = GoTemplate.parse(template, Set.of("print"), Delimiters.BRACES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "print (", "(print "})
    void parenthesesTooDeepInsideEachOtherAreRefused(String opening) {
        var deep = "{{" + opening.repeat(10_000) + "1" + ")".repeat(10_000) + "}}";
        var wrong = assertThrows(TemplateException.class, () -> read(deep));
        assertEquals(DEEP, wrong.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{if 1}}", "{{with 1}}{{range .}}"})
    void blocksTooDeepInsideEachOtherAreRefused(String opening) {
        var wrong = assertThrows(TemplateException.class, () -> read(opening.repeat(100_000)));
        assertEquals(DEEP, wrong.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{(print 1)}}", "{{print (print (print 1) 2) 3}}"})
    void anyNumberOfParenthesesBesideEachOtherIsRead(String part) {
        read(part.repeat(1_000));
    }
}

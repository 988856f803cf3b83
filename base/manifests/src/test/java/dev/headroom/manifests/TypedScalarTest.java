package dev.headroom.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedScalarTest {

    private static Field value(String text) {
        return Yaml.read("x.yaml", "a: " + text).getFirst().at("a");
    }

    @ParameterizedTest
    @CsvSource({"yes, true", "on, true", "True, true", "no, false", "off, false", "false, false"})
    void plainWordsAreTruthValues(String text, boolean truth) {
        assertEquals(truth, TypedScalar.truth(value(text), !truth));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'true'", "1", "maybe", "[true]"})
    void otherThingsAreNot(String text) {
        assertThrows(ManifestException.class, () -> TypedScalar.truth(value(text), false));
    }

    @ParameterizedTest
    @CsvSource({"010, 8", "0x10, 16", "0b11, 3", "1_000, 1000", "1e3, 1000", "08, 8", "2.9, 2",
        "18446744073709551615, -1"})
    void numbersComeInManyForms(String text, long number) {
        assertEquals(number, TypedScalar.unsigned(value(text), 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "'5'", "yes", ".nan", "1e30"})
    void whatDoesNotFitIsRefused(String text) {
        assertThrows(ManifestException.class, () -> TypedScalar.unsigned(value(text), 5));
    }
}

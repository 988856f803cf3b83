package dev.headroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "100m, 100m, 100",
        "1.5, 1500m, 1500",
        "1.500, 1.500, 1500",
        "0.500, 500m, 500",
        "1000, 1k, 1000000",
        "1e3, 1e3, 1000000",
        "1024Ki, 1Mi, 1048576000",
        "0.1n, 1n, 1",
        "-1n, -1n, -1",
        "1000E, 1, 0"
    })
    void aTextIsKeptWhenItLooksCanonicalAndMilliValuesRoundAwayFromZero(String text, String printed, long milli) {
        var quantity = Quantity.parse(text);

        assertEquals(printed, quantity.toString());
        assertEquals(milli, quantity.milliValue());
    }

    @Test
    void equalAmountsAreEqualInWhateverFormat() {
        assertEquals(Quantity.parse("1Ki"), Quantity.parse("1024"));
        assertEquals(Quantity.parse("1Ki").hashCode(), Quantity.parse("1.024k").hashCode());
        assertEquals("1536", Quantity.parse("1Ki").add(Quantity.parse("512")).toString());
    }

    @Test
    void theDoubleOfNineMilliIsOneMultiplicationAwayFromNine() {
        assertEquals(9 * 0.001, Quantity.parse("9m").approximateDouble());
    }

    @Test
    void anExponentBeyondTheLimitIsRefusedByName() {
        var wrong = assertThrows(QuantityException.class, () -> Quantity.parse("1e2000000"));

        assertEquals(
                "expected an exponent within 100000 of zero (quantity exponent), got 2000000", wrong.getMessage());
        assertTrue(Quantity.tryParse("5 minutes").isEmpty());
    }
}

package dev.headroom.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SortingTest {

    @ParameterizedTest
    @CsvSource({
        "pod-2, pod-10, -1",
        "pod-10, pod-9, 1",
        "10.0.0.2, 10.0.0.10, -1",
        "a, b, -1",
        "a, a1, -1",
        "a01, a1, -1",
        "99999999999999999999, 100000000000000000000, -1",
        "x, x, 0",
        "'', a, -1"
    })
    void runsOfDigitsAreNumbers(String left, String right, int order) {
        assertEquals(order, Integer.signum(Sorting.natural(left, right)));
        assertEquals(-order, Integer.signum(Sorting.natural(right, left)));
    }
}

package dev.headroom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsHashTest {

    /// Values that the reference program `xxhsum -H1` prints.
    @ParameterizedTest
    @CsvSource({
        "'', ef46db3751d8e999",
        "a, d24ec4f1a98c6e5b",
        "abc, 44bc2cf5ad770999",
        "Nobody inspects the spammish repetition, fbcea83c8a378bf1"
    })
    void isXxh64(String text, String hash) {
        assertEquals(hash, Long.toHexString(LabelsHash.xxh64(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void sharesSpreadEvenlyFromZeroToOne() {
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double share = LabelsHash.share(Labels.of("pod", "inference-" + i, "job", "x"));
            assertTrue(share >= 0 && share <= 1, "share " + share);
            sum += share;
        }
        assertEquals(0.5, sum / 10_000, 0.02);
    }
}

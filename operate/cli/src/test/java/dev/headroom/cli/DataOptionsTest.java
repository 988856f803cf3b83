package dev.headroom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataOptionsTest {

    @Test
    void retentionIsWrittenAsForPrometheus() {
        assertEquals(Duration.ofDays(15), DataOptions.time("15d"));
        assertEquals(Duration.ofDays(365 + 14).plusHours(3), DataOptions.time("1y2w3h"));
        assertEquals(Duration.ofMinutes(90), DataOptions.time("90m"));
        assertEquals(512L << 20, DataOptions.bytes("512MB"));
        assertEquals(3L << 40, DataOptions.bytes("3TB"));
        assertEquals(7, DataOptions.bytes("7B"));
        assertEquals(0, DataOptions.bytes("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0d", "15", "3h1d", "a day", "-1d"})
    void anythingElseIsNoTime(String text) {
        var wrong = assertThrows(UserError.class, () -> DataOptions.time(text));
        assertEquals("--retention-time: expected a duration like 15d, 2w or 1d12h, got \"" + text + '"',
                wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "512", "1 GB", "10gb", "1.5GB", "-1GB"})
    void anythingElseIsNoSize(String text) {
        var wrong = assertThrows(UserError.class, () -> DataOptions.bytes(text));
        assertEquals("--retention-size: expected a size like 512MB or 10GB, or 0, got \"" + text + '"',
                wrong.getMessage());
    }

    @Test
    void aSizeBeyondAllDisksIsRefused() {
        var wrong = assertThrows(UserError.class, () -> DataOptions.bytes("9EB"));
        assertEquals("--retention-size: expected at most 7EB, got \"9EB\"", wrong.getMessage());
    }
}

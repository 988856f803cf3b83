package dev.headroom.arrivals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TraceFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static Arrivals read(String name, String text) throws IOException {
        return TraceFile.read(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1);
    }

    private static String refusal(String text) {
        var error = assertThrows(TrafficException.class, () -> read("trace.csv", text));
        var message = String.valueOf(error.getMessage());
        assertEquals(1, message.lines().count());
        return message;
    }

    @Test
    void aTimestampAloneIsOneRequestARow() throws IOException {
        var trace = read("trace.csv", """
                TIMESTAMP,ContextTokens,GeneratedTokens
                2023-11-16 18:15:46.6805900,374,44
                2023-11-16 18:15:50.9951690,396,109
                """.replace("\n", "\r\n"));
        assertEquals(List.of(0L, 4_314_579_000L), ArrivalsTest.read(trace));
        assertEquals(Duration.ofNanos(4_314_579_000L), trace.duration());
    }

    @Test
    void rowsOutOfOrderAreSorted() throws IOException {
        var trace = read("trace.csv", "time\n2023-11-16T18:00:02Z\n2023-11-16T18:00:01Z\n");
        assertEquals(List.of(0L, 1_000_000_000L), ArrivalsTest.read(trace));
    }

    @Test
    void offsetsAreSecondsFromTheFirst() throws IOException {
        assertEquals(List.of(0L, 500_000_000L), ArrivalsTest.read(read("trace.csv", "offset\n3.5\n4\n")));
    }

    @Test
    void aTimeWithACountIsAPeriodARowAndAMissingRowIsNone() throws IOException {
        var trace = read("trace.csv", """
                period,count
                1998-04-30 21:30:00,2
                1998-04-30 21:31:00,11
                1998-04-30 21:33:00,4
                """);
        assertInstanceOf(Counted.class, trace);
        assertEquals(Duration.ofMinutes(4), trace.duration());
        assertEquals(17, ArrivalsTest.read(trace).size());
        assertEquals(0, trace.rateAt(Duration.ofSeconds(150)));
    }

    @Test
    void oneNumberALineIsARatePerSecond() throws IOException {
        var trace = read("trace.txt", "157\n158\n\n159\n");
        assertEquals(Duration.ofSeconds(3), trace.duration());
        assertEquals(474, trace.expected());
        assertEquals(158, trace.rateAt(Duration.ofMillis(1500)));
    }

    @Test
    void aTraceThatCannotBeReadSaysWhereAndWhat() {
        assertEquals("trace.csv:1: expected a header or a number, got an empty file", refusal(""));
        assertEquals(
                "trace.csv:1: expected a column named timestamp, time, period or offset, or one number a line, got a,b",
                refusal("a,b\n1,2\n"));
        assertEquals(
                "trace.csv:3: expected a time like 2023-11-16 18:15:46.68 or seconds since 1970, got \"soon\"",
                refusal("timestamp\n2023-11-16 18:15:46\nsoon\n"));
        assertEquals("trace.csv:2: expected a number of requests, got \"-4\"", refusal("3\n-4\n"));
        assertEquals("trace.csv:2: expected a number of requests, got \"NaN\"", refusal("3\nNaN\n"));
        assertEquals("trace.csv:2: expected 2 columns or more, got 1", refusal("timestamp,count\n5\n"));
        assertEquals("trace.csv:2: expected at least one row, got the end of the file", refusal("timestamp\n"));
        assertEquals(
                "trace.csv:4: expected a time after the one of the row before, got the same or an earlier one",
                refusal("timestamp,count\n60,1\n120,1\n90,1\n"));
        assertEquals(
                "trace.csv:2: expected at least two rows, whose distance is the period, got one",
                refusal("timestamp,count\n60,1\n"));
    }

    @Test
    void aFileThatIsNotThereOrNotGzippedIsOneLine() throws IOException {
        var absent = folder.resolve("absent.csv");
        assertEquals(
                absent + ": expected a trace, got nothing: no such file",
                assertThrows(TrafficException.class, () -> TraceFile.read(absent, 1)).getMessage());
        var plain = Files.writeString(folder.resolve("plain.csv.gz"), "timestamp\n1\n");
        var message = String.valueOf(
                assertThrows(TrafficException.class, () -> TraceFile.read(plain, 1)).getMessage());
        assertTrue(message.startsWith(plain + ": expected text, gzipped, got: "), message);
        var binary = Files.write(folder.resolve("binary.csv"), new byte[] {'t', (byte) 0xff, (byte) 0xfe});
        assertThrows(TrafficException.class, () -> TraceFile.read(binary, 1));
    }

    @Test
    void theTraceThatShipsIsTwentyMinutesOfProductionTraffic() {
        var trace = ShippedTrace.conversation();
        assertEquals(6932, trace.size());
        assertEquals(1200, (double) trace.duration().toSeconds(), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "azure-llm-conv.csv.gz, 19366, 3501",
        "autothrottle-bursty.txt.gz, 0, 3600",
        "autothrottle-diurnal.txt.gz, 0, 3600",
        "worldcup98-per-minute.csv.gz, 0, 0",
        "nab-nyc-taxi.csv.gz, 0, 0"
    })
    void publicTracesAreReadAsTheyArePublished(String name, int arrivals, int seconds) {
        var file = Path.of(System.getProperty("headroom.root", "."), "../shared/data/traces", name);
        assumeTrue(Files.exists(file), "needs the public trace file " + name + " in ../shared/data/traces");
        var trace = TraceFile.read(file, 1);
        assertTrue(trace.expected() > 1000);
        if (arrivals > 0) {
            assertEquals(arrivals, trace.expected());
        }
        if (seconds > 0) {
            assertEquals(seconds, trace.duration().toSeconds());
        }
    }
}

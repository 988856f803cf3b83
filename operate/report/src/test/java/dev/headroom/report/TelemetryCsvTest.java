package dev.headroom.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.report.SimulatedRun.Knobs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The seconds of a run as CSV.
class TelemetryCsvTest {

    private static List<String> lines(Knobs knobs) {
        return Arrays.asList(TelemetryCsv.of(SimulatedRun.of(knobs)).split("\r\n", -1));
    }

    @Test
    void theHeaderNamesEveryColumnWithItsUnit() {
        assertEquals(
                "offset_seconds,time,phase,adapting,announced_per_second,arrivals,completions,slow,"
                        + "failed_client_error,failed_too_many_requests,failed_server_error,failed_refused,"
                        + "failed_reset,failed_timeout,failed_unresolved,failed_no_connection,failed_broken,in_flight,"
                        + "p95_seconds,"
                        + "p95_10s_seconds,p95_scraped_seconds,replicas_desired,replicas_existing,replicas_ready,"
                        + "cpu_used_cores,cpu_limit_per_replica_cores",
                lines(Knobs.GOOD).getFirst());
    }

    @Test
    void aLinePerSecondHasAllOfThem() {
        var lines = lines(Knobs.GOOD);
        assertEquals(242, lines.size(), "header, 240 seconds, and the end of the last line");
        int columns = lines.getFirst().split(",", -1).length;
        for (var line : lines.subList(1, 241)) {
            assertEquals(columns, line.split(",", -1).length, line);
        }
        assertTrue(lines.get(90).startsWith("90.0000,2026-03-02T10:01:30Z,spike,1,56.0000,"), lines.get(90));
        assertEquals("", lines.getLast());
    }

    @Test
    void whatWasNotMeasuredIsEmptyAndNotZero() {
        var columns = Arrays.asList(lines(Knobs.BLIND).getFirst().split(",", -1));
        var blind = lines(Knobs.BLIND).get(70).split(",", -1);
        assertEquals("", blind[columns.indexOf("p95_scraped_seconds")]);
        assertTrue(Double.parseDouble(blind[columns.indexOf("p95_10s_seconds")]) > 0);
    }
}

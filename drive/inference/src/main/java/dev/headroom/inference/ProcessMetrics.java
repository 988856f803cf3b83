package dev.headroom.inference;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/// CPU and memory of this process, under the names that client libraries give them. Where the machine does not tell
/// (no `/proc`), a metric has no sample.
final class ProcessMetrics {

    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessMetrics() {}

    static void register(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("process_cpu_seconds_total")
                .help("CPU time of the process, user and system, in seconds.")
                .callback(callback -> ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .ifPresent(time -> callback.call(seconds(time))))
                .register(registry);
        GaugeWithCallback.builder()
                .name("process_resident_memory_bytes")
                .help("Resident memory of the process, in bytes.")
                .callback(callback -> residentBytes().ifPresent(callback::call))
                .register(registry);
        GaugeWithCallback.builder()
                .name("process_start_time_seconds")
                .help("When the process started, in seconds since 1970.")
                .callback(callback -> ProcessHandle.current()
                        .info()
                        .startInstant()
                        .ifPresent(start -> callback.call(seconds(Duration.between(Instant.EPOCH, start)))))
                .register(registry);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static OptionalLong residentBytes() {
        try {
            // "VmRSS:	   81234 kB"
            for (var line : Files.readAllLines(STATUS, StandardCharsets.US_ASCII)) {
                if (line.startsWith("VmRSS:")) {
                    var fields = line.split("\\s+");
                    return OptionalLong.of(Long.parseLong(fields[1]) * 1024);
                }
            }
        } catch (IOException noProc) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}

package dev.headroom.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// What the whole machine has and uses, from `/proc`.
final class MachineUsage {

    /* notes
     * /proc/stat counts in hundredths of a second on every Linux (USER_HZ): user, nice, system, idle, iowait, irq,
     * softirq, steal. Stolen time was used by others, time of guests is in user
     * already. The working set is what is not available without harm.
     */

    private static final double TICKS = 100;
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7);

    private final Path proc;

    MachineUsage(Path proc) {
        this.proc = proc;
    }

    static MachineUsage ofThisMachine() {
        return new MachineUsage(Path.of("/proc"));
    }

    /// Processor time since the machine was started.
    OptionalDouble cpuSeconds() {
        return lines("stat").stream()
                .filter(line -> line.startsWith("cpu "))
                .findFirst()
                .map(line -> {
                    var fields = Arrays.asList(line.split(" +"));
                    long ticks = BUSY.stream().mapToLong(index -> Long.parseLong(fields.get(index))).sum();
                    return OptionalDouble.of(ticks / TICKS);
                })
                .orElse(OptionalDouble.empty());
    }

    long memoryBytes() {
        return kilobytes("MemTotal:").orElse(0) << 10;
    }

    OptionalLong workingSetBytes() {
        var total = kilobytes("MemTotal:");
        var available = kilobytes("MemAvailable:");
        return total.isPresent() && available.isPresent()
                ? OptionalLong.of((total.getAsLong() - available.getAsLong()) << 10)
                : OptionalLong.empty();
    }

    private OptionalLong kilobytes(String name) {
        return lines("meminfo").stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(proc.resolve(file));
        } catch (IOException _) {
            return List.of();
        }
    }
}

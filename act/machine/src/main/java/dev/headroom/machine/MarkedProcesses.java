package dev.headroom.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// The processes of a group where no control group holds them together: the main process with its descendants, and on
/// Linux whoever has the group's marker in its environment, because children keep it when their parent is gone.
final class MarkedProcesses {

    private static final Path PROC = Path.of("/proc");
    private static final int MAX_KILL_ROUNDS = 200;
    private static final long KILL_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String marker;

    /// CPU time of processes that were there at the last reading and are gone now.
    private Duration cpuOfTheGone = Duration.ZERO;
    private Duration lastCpu = Duration.ZERO;
    private volatile long main = -1;

    /// @param marker as `NAME=VALUE`
    MarkedProcesses(String marker) {
        this.marker = marker;
    }

    void main(long pid) {
        main = pid;
    }

    private Set<ProcessHandle> processes() {
        var found = new HashSet<ProcessHandle>();
        if (main > 0) {
            ProcessHandle.of(main).ifPresent(handle -> {
                found.add(handle);
                handle.descendants().forEach(found::add);
            });
        }
        marked().forEach(pid -> ProcessHandle.of(pid).ifPresent(found::add));
        return found;
    }

    private List<Long> marked() {
        var pids = new ArrayList<Long>();
        if (!Files.isDirectory(PROC)) {
            return pids;
        }
        try (Stream<Path> entries = Files.list(PROC)) {
            entries.filter(entry -> entry.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(this::hasMarker)
                    .forEach(entry -> pids.add(Long.valueOf(entry.getFileName().toString())));
        } catch (IOException _) {
            // No Linux, or not allowed to look: the descendants must do.
        }
        return pids;
    }

    private boolean hasMarker(Path process) {
        try {
            var environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return ("\0" + environment).contains("\0" + marker + "\0");
        } catch (IOException _) {
            return false;
        }
    }

    /// Never goes back, although processes take their CPU time with them when they end between two readings.
    synchronized Optional<Reading> reading() {
        var processes = processes();
        if (processes.isEmpty()) {
            return Optional.empty();
        }
        var cpu = Duration.ZERO;
        long memory = 0;
        boolean memoryKnown = false;
        for (var process : processes) {
            cpu = cpu.plus(process.info().totalCpuDuration().orElse(Duration.ZERO));
            var resident = residentBytes(process.pid());
            memory += resident.orElse(0);
            memoryKnown |= resident.isPresent();
        }
        if (cpu.plus(cpuOfTheGone).compareTo(lastCpu) < 0) {
            cpuOfTheGone = lastCpu.minus(cpu);
        }
        lastCpu = cpu.plus(cpuOfTheGone);
        return Optional.of(new Reading(
                lastCpu, Duration.ZERO, memoryKnown ? OptionalLong.of(memory) : OptionalLong.empty()));
    }

    private static OptionalLong residentBytes(long pid) {
        try {
            for (var line : Files.readAllLines(PROC.resolve(Long.toString(pid)).resolve("status"))) {
                if (line.startsWith("VmRSS:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) << 10);
                }
            }
        } catch (IOException _) {
            // Gone, or no Linux.
        }
        return OptionalLong.empty();
    }

    /// Sends SIGKILL until nobody is left.
    ///
    /// @return whether anybody was
    boolean kill() {
        boolean any = false;
        for (int round = 0; round < MAX_KILL_ROUNDS; round++) {
            var living = processes().stream().filter(ProcessHandle::isAlive).toList();
            if (living.isEmpty()) {
                return any;
            }
            any = true;
            living.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(KILL_ROUND_NANOS);
        }
        return any;
    }
}

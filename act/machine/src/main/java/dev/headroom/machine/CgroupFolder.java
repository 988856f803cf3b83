package dev.headroom.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One control group in one hierarchy: the files of its folder, in the words of v1 or v2.
///
/// Sources: kernel documentation, `admin-guide/cgroup-v2`, `admin-guide/cgroup-v1/memory`, `scheduler/sched-bwc`.
///
/// @param unified whether it belongs to cgroup v2
record CgroupFolder(Path path, boolean unified) {

    private static final Logger LOG = LoggerFactory.getLogger(CgroupFolder.class);

    /// What the kernel accepts for quota and period.
    private static final long MIN_QUOTA_MICROS = 1000;

    private static final long MAX_PERIOD_MICROS = 1_000_000;

    /// Killed processes are gone within milliseconds, unless the kernel waits for a device.
    private static final int MAX_KILL_ROUNDS = 500;

    private static final long KILL_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    static CgroupFolder make(Path path, boolean unified) throws IOException {
        Files.createDirectory(path);
        return new CgroupFolder(path, unified);
    }

    Path processes() {
        return path.resolve("cgroup.procs");
    }

    /// A limit too small for the period is enforced over a longer one.
    void limitCpu(long milli, Duration usualPeriod) throws IOException {
        if (milli <= 0) {
            return;
        }
        long period = Math.clamp(
                Math.ceilDiv(MIN_QUOTA_MICROS * 1000, milli), TimeUnit.NANOSECONDS.toMicros(usualPeriod.toNanos()),
                MAX_PERIOD_MICROS);
        long quota = Math.max(MIN_QUOTA_MICROS, period * milli / 1000);
        if (unified) {
            write("cpu.max", quota + " " + period);
        } else {
            write("cpu.cfs_period_us", Long.toString(period));
            write("cpu.cfs_quota_us", Long.toString(quota));
        }
    }

    /// As Kubernetes without swap: the limit is on memory and swap together, and a group that reaches it is killed
    /// whole.
    void limitMemory(long bytes) throws IOException {
        var text = Long.toString(bytes);
        if (unified) {
            write("memory.max", text);
            writeIfThere("memory.swap.max", "0");
            writeIfThere("memory.oom.group", "1");
        } else {
            write("memory.limit_in_bytes", text);
            writeIfThere("memory.memsw.limit_in_bytes", text);
        }
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(path.resolve(file), text);
    }

    private void writeIfThere(String file, String text) throws IOException {
        if (Files.exists(path.resolve(file))) {
            write(file, text);
        }
    }

    Duration cpu() throws IOException {
        return unified
                ? micros(counter("cpu.stat", "usage_usec"))
                : Duration.ofNanos(Long.parseLong(Files.readString(path.resolve("cpuacct.usage")).strip()));
    }

    Duration throttled() throws IOException {
        return unified
                ? micros(counter("cpu.stat", "throttled_usec"))
                : Duration.ofNanos(counter("cpu.stat", "throttled_time"));
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(micros));
    }

    /// As the kubelet reports it: all that is charged but the part of the page cache that was not used lately.
    OptionalLong workingSet() throws IOException {
        var file = path.resolve(unified ? "memory.current" : "memory.usage_in_bytes");
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        long charged = Long.parseLong(Files.readString(file).strip());
        long inactive = counter("memory.stat", unified ? "inactive_file" : "total_inactive_file");
        return OptionalLong.of(Math.max(0, charged - inactive));
    }

    long outOfMemoryKills() throws IOException {
        return counter(unified ? "memory.events" : "memory.oom_control", "oom_kill");
    }

    /// The number after a word that begins a line; 0 when there is none.
    private long counter(String file, String word) throws IOException {
        for (var line : Files.readAllLines(path.resolve(file))) {
            if (line.startsWith(word + " ")) {
                return Long.parseLong(line.substring(word.length() + 1).strip());
            }
        }
        return 0;
    }

    /// Sends SIGKILL to all processes in a group until there are none.
    ///
    /// @return whether there were any
    static boolean killAll(Path group) {
        boolean any = false;
        for (int round = 0; round < MAX_KILL_ROUNDS; round++) {
            var inside = inside(group);
            if (inside.isEmpty()) {
                return any;
            }
            any = true;
            kill(group, inside);
            LockSupport.parkNanos(KILL_ROUND_NANOS);
        }
        LOG.warn("{}: processes {} do not end", group, inside(group));
        return true;
    }

    private static void kill(Path group, List<Long> processes) {
        var all = group.resolve("cgroup.kill");
        if (Files.exists(all)) {
            try {
                Files.writeString(all, "1");
                return;
            } catch (IOException failure) {
                LOG.debug("{}: {}", all, failure.toString());
            }
        }
        processes.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static List<Long> inside(Path group) {
        try {
            var processes = new ArrayList<Long>();
            for (var line : Files.readAllLines(group.resolve("cgroup.procs"))) {
                processes.add(Long.valueOf(line.strip()));
            }
            return processes;
        } catch (IOException _) {
            return List.of();
        }
    }

    /// Removes a group without processes; the kernel needs a moment after the last one ended.
    static void delete(Path group) {
        for (int round = 0; round < MAX_KILL_ROUNDS; round++) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (IOException _) {
                LockSupport.parkNanos(KILL_ROUND_NANOS);
            }
        }
        LOG.warn("{} cannot be removed", group);
    }
}

package dev.headroom.machine;

import dev.headroom.machine.LimitEnforcement.Means;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Transient scopes of the user's systemd (`systemd-run --user --scope`), for users who may not write control groups
/// themselves. The command becomes a scope's first process and keeps its process id.
///
/// @param cpuPeriod over which a CPU limit is enforced
record UserScopes(String program, Duration cpuPeriod, LimitEnforcement enforcement) implements Confinement {

    private static final Duration TRIAL = Duration.ofSeconds(5);

    /// Prints the limits of the group it runs in.
    private static final String SHOW_LIMITS =
            "g=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup); cat \"$g/cpu.max\" \"$g/memory.max\"";

    /// Tries one out, because whether the controllers were handed to the user shows only inside.
    ///
    /// @return empty when no limit would be enforced
    static Optional<UserScopes> open(String program, Duration cpuPeriod) {
        var none = new Means.None("not handed to the user's systemd");
        var trial = new UserScopes(program, cpuPeriod, new LimitEnforcement(none, none));
        var limits = new Limits(OptionalLong.of(500), OptionalLong.of(64 << 20));
        var argv = trial.scope("headroom-trial-" + ProcessHandle.current().pid(), limits);
        argv.addAll(List.of("/bin/sh", "-c", SHOW_LIMITS));
        var shown = output(argv);
        if (shown.size() != 2) {
            return Optional.empty();
        }
        boolean cpu = !shown.get(0).startsWith("max");
        boolean memory = !shown.get(1).startsWith("max");
        var scope = new Means.UserScope();
        return cpu || memory
                ? Optional.of(new UserScopes(
                        program, cpuPeriod, new LimitEnforcement(cpu ? scope : none, memory ? scope : none)))
                : Optional.empty();
    }

    private static List<String> output(List<String> argv) {
        try {
            var process = new ProcessBuilder(argv)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            try (var reader = process.inputReader()) {
                if (!process.waitFor(TRIAL.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                    process.destroyForcibly();
                    return List.of();
                }
                return reader.lines().toList();
            }
        } catch (IOException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private List<String> scope(String unit, Limits limits) {
        var argv = new ArrayList<>(List.of(program, "--user", "--scope", "--quiet", "--collect", "--unit=" + unit));
        limits.cpuMilli().ifPresent(milli -> quota(milli).forEach(property -> argv.add("-p" + property)));
        limits.memoryBytes().ifPresent(bytes -> {
            argv.add("-pMemoryMax=" + bytes);
            argv.add("-pMemorySwapMax=0");
        });
        argv.add("--");
        return argv;
    }

    /// Whole percents, and never none; the kernel wants a millisecond in each period.
    private List<String> quota(long milli) {
        return milli <= 0
                ? List.of()
                : List.of(
                        "CPUQuota=" + Math.max(1, milli / 10) + "%",
                        "CPUQuotaPeriodSec=" + Math.max(cpuPeriod.toMillis(), Math.ceilDiv(1000, milli)) + "ms");
    }

    @Override
    public List<Path> folders() {
        return List.of();
    }

    @Override
    public Enclosure enclose(String name, Limits limits, String marker) {
        return new Scope(this, name, limits, new MarkedProcesses(marker));
    }

    @Override
    public void close() {
        // systemd collects its scopes.
    }

    /// The scopes of one group: a new one for each command, since a scope goes with its last process. Its memory is
    /// counted by process, so a kill for memory looks like any other.
    private static final class Scope implements Enclosure {
        private final UserScopes scopes;
        private final String name;
        private final MarkedProcesses processes;
        private volatile Limits limits;
        private volatile long mainPid = LocalGroup.NOBODY;
        private final AtomicInteger commands = new AtomicInteger();

        Scope(UserScopes scopes, String name, Limits limits, MarkedProcesses processes) {
            this.scopes = scopes;
            this.name = name;
            this.limits = limits;
            this.processes = processes;
        }

        @Override
        public List<String> entering(List<String> argv) {
            var unit = "headroom-" + ProcessHandle.current().pid() + "-" + name + "-" + commands.incrementAndGet();
            var entering = scopes.scope(unit, limits);
            entering.addAll(argv);
            return entering;
        }

        @Override
        public void entered(long pid) {
            mainPid = pid;
            processes.main(pid);
        }

        /// The scope is asked of the kernel: between a command and its process there may be others.
        @Override
        public void limitCpu(long milli) {
            limits = new Limits(OptionalLong.of(milli), limits.memoryBytes());
            long pid = mainPid;
            if (pid != LocalGroup.NOBODY) {
                try {
                    var group = Files.readString(Path.of("/proc", Long.toString(pid), "cgroup")).strip();
                    var argv = new ArrayList<>(List.of(
                            Path.of(scopes.program).resolveSibling("systemctl").toString(), "--user", "--runtime",
                            "set-property", group.substring(group.lastIndexOf('/') + 1)));
                    argv.addAll(scopes.quota(milli));
                    output(argv);
                } catch (IOException _) {
                    // It has ended.
                }
            }
        }

        @Override
        public Optional<Reading> reading() {
            return processes.reading();
        }

        @Override
        public long outOfMemoryKills() {
            return 0;
        }

        @Override
        public boolean kill() {
            return processes.kill();
        }

        @Override
        public void remove() {
            // systemd collects it.
        }
    }
}

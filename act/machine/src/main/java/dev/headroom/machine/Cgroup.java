package dev.headroom.machine;

import dev.headroom.machine.Confinement.Enclosure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control groups of one group of processes.
///
/// @param folders all of them, in the order of entering
/// @param cpuPeriod over which a CPU limit is enforced
record Cgroup(
        List<CgroupFolder> folders,
        Duration cpuPeriod,
        Optional<CgroupFolder> cpu,
        Optional<CgroupFolder> cpuAccounting,
        Optional<CgroupFolder> memory)
        implements Enclosure {

    private static final Logger LOG = LoggerFactory.getLogger(Cgroup.class);

    /// Enters the groups named before `--` and becomes the command after it. When one is gone, Headroom is, too.
    private static final String ENTER =
            "while [ \"$1\" != -- ]; do echo $$ >\"$1\" || exit 125; shift; done; shift; exec \"$@\"";

    Cgroup {
        folders = List.copyOf(folders);
    }

    @Override
    public List<String> entering(List<String> argv) {
        var entering = new ArrayList<>(List.of("/bin/sh", "-c", ENTER, "headroom"));
        folders.forEach(folder -> entering.add(folder.processes().toString()));
        entering.add("--");
        entering.addAll(argv);
        return entering;
    }

    @Override
    public void entered(long pid) {
        // The kernel knows.
    }

    @Override
    public void limitCpu(long milli) {
        if (cpu.isPresent()) {
            try {
                cpu.get().limitCpu(milli, cpuPeriod);
            } catch (IOException failure) {
                LOG.warn("{}: the limit of CPU cannot be changed: {}", cpu.get().path(), failure.toString());
            }
        }
    }

    @Override
    public Optional<Reading> reading() {
        if (cpuAccounting.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Reading(
                    cpuAccounting.get().cpu(),
                    cpu.isPresent() ? cpu.get().throttled() : Duration.ZERO,
                    memory.isPresent() ? memory.get().workingSet() : OptionalLong.empty()));
        } catch (IOException _) {
            // The group is going away.
            return Optional.empty();
        }
    }

    @Override
    public long outOfMemoryKills() {
        try {
            return memory.isPresent() ? memory.get().outOfMemoryKills() : 0;
        } catch (IOException _) {
            return 0;
        }
    }

    @Override
    public boolean kill() {
        return !folders.isEmpty() && CgroupFolder.killAll(folders.getLast().path());
    }

    @Override
    public void remove() {
        folders.forEach(folder -> CgroupFolder.delete(folder.path()));
    }
}

package dev.headroom.machine;

import dev.headroom.machine.CgroupMounts.Own;
import dev.headroom.machine.LimitEnforcement.Means;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Control groups of Linux, v2 or v1 per controller, below the group that this process is in or as near as the system
/// allows.
final class Cgroups implements Confinement {

    /* notes
     * One home folder per hierarchy, a folder per group of processes in it. Whoever lives holds a lock on a file of its
     * home, which the kernel releases however it dies, also in another PID namespace; a home whose lock can be taken is
     * a leftover. POSIX locks go when any descriptor of the file is closed, so homes of this very process are never
     * tried.
     * cgroup v2 allows no processes in a group that passes controllers on to its children; so the home is below the
     * nearest ancestor that passes them on already, or can.
     */

    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    private static final String PREFIX = "headroom-";
    private static final int MAX_HOMES_OF_A_NAME = 10;

    /// What a group or a thread weighs whom nobody gave another weight, in the words of cgroup v1 and v2.
    private static final int USUAL_SHARES = 1024;

    private static final int USUAL_WEIGHT = 100;

    private final Duration cpuPeriod;
    private final Map<Controller, Home> homes;
    private final LimitEnforcement enforcement;

    /// What of control groups is used here. The order is the one in which a process enters: where it is slowed down
    /// comes last.
    enum Controller {
        MEMORY("memory"),
        CPUACCT("cpuacct"),
        CPU("cpu");

        private final String word;

        Controller(String word) {
            this.word = word;
        }
    }

    /// Our folder in one hierarchy.
    record Home(boolean unified, Path folder, FileLock lock) {}

    private Cgroups(Duration cpuPeriod, Map<Controller, Home> homes, LimitEnforcement enforcement) {
        this.cpuPeriod = cpuPeriod;
        this.homes = homes;
        this.enforcement = enforcement;
    }

    /// Takes what there is; what cannot be had is `none` in its enforcement, with the reason.
    ///
    /// @param id unique on this machine, beginning with the process id and `-`
    /// @param cpuPeriod over which a CPU limit is enforced
    static Cgroups open(CgroupMounts mounts, String id, Duration cpuPeriod) {
        var homes = new EnumMap<Controller, Home>(Controller.class);
        var means = new EnumMap<Controller, Means>(Controller.class);
        for (var controller : Controller.values()) {
            try {
                var home = home(mounts, controller, id, homes);
                homes.put(controller, home);
                means.put(controller, home.unified() ? new Means.CgroupV2() : new Means.CgroupV1());
            } catch (IOException | UncheckedIOException failure) {
                means.put(controller, new Means.None(reason(failure)));
            }
        }
        var none = new Means.None("no control groups");
        return new Cgroups(cpuPeriod, homes, new LimitEnforcement(
                means.getOrDefault(Controller.CPU, none), means.getOrDefault(Controller.MEMORY, none)));
    }

    private static String reason(Exception failure) {
        return switch (failure) {
            case java.nio.file.AccessDeniedException denied -> denied.getFile() + " may not be written by this user";
            case java.nio.file.FileSystemException other when other.getReason() != null ->
                other.getFile() + ": " + other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static Home home(CgroupMounts mounts, Controller controller, String id, Map<Controller, Home> homes)
            throws IOException {
        var own = mounts.controller(controller.word);
        if (own.isPresent()) {
            return sameOr(homes, false, own.get().folder(), id);
        }
        if (mounts.unified().isEmpty()) {
            throw new IOException("no control groups with the " + controller.word + " controller are mounted");
        }
        // What cpuacct counts, cgroup v2 counts by itself.
        var word = controller == Controller.CPUACCT ? Controller.CPU.word : controller.word;
        return sameOr(homes, true, delegating(mounts.unified().get(), word), id);
    }

    private static Home sameOr(Map<Controller, Home> homes, boolean unified, Path parent, String id)
            throws IOException {
        for (var home : homes.values()) {
            if (parent.equals(home.folder().getParent())) {
                return home;
            }
        }
        removeLeftovers(parent, id.substring(0, id.indexOf('-')));
        var home = make(unified, parent, id);
        if (unified) {
            for (var word : List.of("+cpu", "+memory")) {
                passOn(home.folder(), word);
            }
        }
        weigh(home.folder(), unified ? "cpu.weight" : "cpu.shares", unified ? USUAL_WEIGHT : USUAL_SHARES);
        return home;
    }

    /// The nearest group from ours upward that gives a controller to its children.
    private static Path delegating(Own own, String controller) throws IOException {
        for (var folder = own.folder(); folder != null && folder.startsWith(own.mount()); folder = folder.getParent()) {
            if (words(folder.resolve("cgroup.subtree_control")).contains(controller)
                    || (words(folder.resolve("cgroup.controllers")).contains(controller)
                            && passOn(folder, "+" + controller))) {
                if (Files.isWritable(folder)) {
                    return folder;
                }
            }
        }
        throw new IOException("no control group above this process gives its children the " + controller
                + " controller and lets this user add some");
    }

    private static boolean passOn(Path folder, String controller) {
        try {
            Files.writeString(folder.resolve("cgroup.subtree_control"), controller);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String> words(Path file) throws IOException {
        return Files.exists(file) ? List.of(Files.readString(file).strip().split("\\s+")) : List.of();
    }

    /// For each core, all pods together weigh a quarter of one thread beside them: who scrapes them and sends them load
    /// must come on time when they want more than the machine has. Measured on two cores with Linux 6.18, when eight
    /// started at once: a thread beside them waited up to 600 ms at the weight that Kubernetes gives its pods, and
    /// 32 ms at a quarter of it.
    private static void weigh(Path home, String file, int usual) throws IOException {
        var weight = home.resolve(file);
        if (Files.exists(weight)) {
            Files.writeString(weight, Integer.toString(usual * Runtime.getRuntime().availableProcessors() / 4));
        }
    }

    private static Home make(boolean unified, Path parent, String id) throws IOException {
        for (int i = 0; i < MAX_HOMES_OF_A_NAME; i++) {
            var folder = parent.resolve(PREFIX + id + (i == 0 ? "" : "." + i));
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException _) {
                continue;
            }
            var channel = FileChannel.open(
                    folder.resolve("cgroup.procs"), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            var lock = channel.tryLock();
            if (lock != null) {
                return new Home(unified, folder, lock);
            }
            channel.close();
        }
        throw new IOException(parent + ": " + MAX_HOMES_OF_A_NAME + " groups " + PREFIX + id + " are there already");
    }

    /// Kills and removes what a Headroom left that could not do it itself.
    private static void removeLeftovers(Path parent, String ownProcess) {
        try (var children = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var leftover : children) {
                if (!leftover.getFileName().toString().startsWith(PREFIX + ownProcess + "-") && abandoned(leftover)) {
                    LOG.info("removing what a Headroom before this one left: {}", leftover);
                    try (var groups = Files.newDirectoryStream(leftover, Files::isDirectory)) {
                        for (var group : groups) {
                            CgroupFolder.killAll(group);
                            CgroupFolder.delete(group);
                        }
                    }
                    CgroupFolder.killAll(leftover);
                    CgroupFolder.delete(leftover);
                }
            }
        } catch (IOException failure) {
            LOG.warn("cannot look for what was left in {}: {}", parent, failure.toString());
        }
    }

    private static boolean abandoned(Path home) {
        try (var channel = FileChannel.open(home.resolve("cgroup.procs"), StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether it enforces or counts anything.
    boolean useful() {
        return !homes.isEmpty();
    }

    @Override
    public LimitEnforcement enforcement() {
        return enforcement;
    }

    @Override
    public List<Path> folders() {
        return homes.values().stream().map(Home::folder).distinct().toList();
    }

    @Override
    public Enclosure enclose(String name, Limits limits, String marker) {
        try {
            var folders = new ArrayList<CgroupFolder>();
            var made = new EnumMap<Controller, CgroupFolder>(Controller.class);
            for (var entry : homes.entrySet()) {
                var home = entry.getValue();
                var path = home.folder().resolve(name);
                var known = folders.stream().filter(folder -> folder.path().equals(path)).findFirst();
                var folder = known.isPresent() ? known.get() : CgroupFolder.make(path, home.unified());
                if (known.isEmpty()) {
                    folders.add(folder);
                }
                made.put(entry.getKey(), folder);
            }
            var cpu = Optional.ofNullable(made.get(Controller.CPU));
            var memory = Optional.ofNullable(made.get(Controller.MEMORY));
            if (cpu.isPresent() && limits.cpuMilli().isPresent()) {
                cpu.get().limitCpu(limits.cpuMilli().getAsLong(), cpuPeriod);
            }
            if (memory.isPresent() && limits.memoryBytes().isPresent()) {
                memory.get().limitMemory(limits.memoryBytes().getAsLong());
            }
            return new Cgroup(folders, cpuPeriod, cpu, Optional.ofNullable(made.get(Controller.CPUACCT)), memory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        for (var home : homes.values().stream().distinct().toList()) {
            CgroupFolder.delete(home.folder());
            try {
                home.lock().channel().close();
            } catch (IOException failure) {
                LOG.warn("cannot release {}: {}", home.folder(), failure.toString());
            }
        }
    }
}

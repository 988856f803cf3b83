package dev.headroom.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.headroom.machine.CgroupMounts.Own;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written to and read from control groups, on folders that look like them.
class CgroupsTest {

    private static final Duration PERIOD = Duration.ofMillis(50);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path top;

    @Test
    void mountsOfBothVersionsAreFound() {
        var mounts = CgroupMounts.of(
                List.of(
                        "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755",
                        "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
                        "35 31 0:32 /docker/7f /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory",
                        "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw,nsdelegate"),
                List.of("4:memory:/docker/7f/inner", "1:cpu,cpuacct:/", "0::/user.slice"));
        assertEquals(Path.of("/sys/fs/cgroup/unified/user.slice"), mounts.unified().orElseThrow().folder());
        assertEquals(Path.of("/sys/fs/cgroup/cpu,cpuacct"), mounts.controller("cpuacct").orElseThrow().folder());
        assertEquals(Path.of("/sys/fs/cgroup/memory/inner"), mounts.controller("memory").orElseThrow().folder());
        assertTrue(mounts.controller("io").isEmpty());
    }

    @Test
    void inTheUnifiedHierarchyTheHomeIsBelowWhoPassesTheControllersOn() throws Exception {
        var slice = Files.createDirectories(top.resolve("user.slice"));
        var scope = Files.createDirectories(slice.resolve("session.scope"));
        Files.writeString(slice.resolve("cgroup.subtree_control"), "cpu memory pids\n");
        Files.writeString(scope.resolve("cgroup.subtree_control"), "\n");
        Files.writeString(scope.resolve("cgroup.controllers"), "pids\n");
        var cgroups = Cgroups.open(unified(scope), "7-a", PERIOD);
        assertEquals("cgroup v2", cgroups.enforcement().text());
        assertEquals(List.of(slice.resolve("headroom-7-a")), cgroups.folders());

        var group = cgroups.enclose("pod", new Limits(OptionalLong.of(100), OptionalLong.of(64 << 20)), "A=b");
        var folder = slice.resolve("headroom-7-a/pod");
        assertEquals("5000 50000", Files.readString(folder.resolve("cpu.max")));
        assertEquals("67108864", Files.readString(folder.resolve("memory.max")));
        assertEquals(
                List.of(folder.resolve("cgroup.procs").toString(), "--", "server"),
                group.entering(List.of("server")).subList(4, 7));

        Files.writeString(
                folder.resolve("cpu.stat"), "usage_usec 1500000\nuser_usec 1\nnr_throttled 3\nthrottled_usec 20\n");
        Files.writeString(folder.resolve("memory.current"), "1000000\n");
        Files.writeString(folder.resolve("memory.stat"), "anon 600000\ninactive_file 300000\nactive_file 5\n");
        Files.writeString(folder.resolve("memory.events"), "low 0\noom 2\noom_kill 1\n");
        assertEquals(
                Optional.of(new Reading(Duration.ofMillis(1500), Duration.ofNanos(20_000), OptionalLong.of(700_000))),
                group.reading());
        assertEquals(1, group.outOfMemoryKills());
    }

    @Test
    void aTinyCpuLimitIsEnforcedOverALongerPeriod() throws Exception {
        assertEquals("1000 100000", cpuMax(10));
        assertEquals("1000 1000000", cpuMax(1));
        assertEquals("100000 50000", cpuMax(2000));
    }

    private String cpuMax(long milli) throws Exception {
        var folder = CgroupFolder.make(top.resolve("g" + milli), true);
        folder.limitCpu(milli, PERIOD);
        return Files.readString(folder.path().resolve("cpu.max"));
    }

    @Test
    void inTheFirstVersionEachControllerHasAFolderAndCpuIsEnteredLast() throws Exception {
        for (var name : List.of("cpu", "cpuacct", "memory")) {
            Files.createDirectories(top.resolve(name));
        }
        var mounts = new CgroupMounts(
                Optional.empty(),
                List.of("cpu", "cpuacct", "memory").stream()
                        .map(name -> new Own(List.of(name), top.resolve(name), top.resolve(name)))
                        .toList());
        var cgroups = Cgroups.open(mounts, "7-b", PERIOD);
        assertEquals("cgroup v1", cgroups.enforcement().text());
        var group = cgroups.enclose("pod", new Limits(OptionalLong.of(100), OptionalLong.of(1 << 20)), "A=b");
        var cpu = top.resolve("cpu/headroom-7-b/pod");
        assertEquals("50000", Files.readString(cpu.resolve("cpu.cfs_period_us")));
        assertEquals("5000", Files.readString(cpu.resolve("cpu.cfs_quota_us")));
        assertEquals(
                "1048576", Files.readString(top.resolve("memory/headroom-7-b/pod/memory.limit_in_bytes")));
        assertEquals(cpu.resolve("cgroup.procs").toString(), group.entering(List.of("x")).get(6));
    }

    @Test
    void whatCannotBeHadIsToldWithItsReason() {
        var nothing = Cgroups.open(new CgroupMounts(Optional.empty(), List.of()), "7-c", PERIOD);
        assertFalse(nothing.useful());
        assertEquals(
                "CPU: none: no control groups with the cpu controller are mounted, "
                        + "memory: none: no control groups with the memory controller are mounted",
                nothing.enforcement().text());
    }

    private CgroupMounts unified(Path own) {
        return new CgroupMounts(Optional.of(new Own(List.of(), top, own)), List.of());
    }
}

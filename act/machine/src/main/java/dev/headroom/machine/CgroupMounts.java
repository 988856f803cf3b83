package dev.headroom.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Where the control groups of this process are in the file system, from `/proc/self/mountinfo` and `/proc/self/cgroup`
/// (`proc(5)`, `cgroups(7)`).
///
/// @param unified our own group in the hierarchy of cgroup v2, and where that is mounted
/// @param controllers our own group in each hierarchy of cgroup v1
record CgroupMounts(Optional<Own> unified, List<Own> controllers) {

    /// The group of this process in one hierarchy.
    ///
    /// @param controllers the controllers of a v1 hierarchy; none for v2
    /// @param mount the folder of the uppermost group that can be seen
    /// @param folder the folder of our group
    record Own(List<String> controllers, Path mount, Path folder) {}

    private static final CgroupMounts NONE = new CgroupMounts(Optional.empty(), List.of());

    /// Those of this process; none on systems without control groups.
    static CgroupMounts ofThisProcess() {
        try {
            return of(
                    Files.readAllLines(Path.of("/proc/self/mountinfo")),
                    Files.readAllLines(Path.of("/proc/self/cgroup")));
        } catch (IOException | UncheckedIOException _) {
            return NONE;
        }
    }

    static CgroupMounts of(List<String> mountinfo, List<String> membership) {
        Optional<Own> unified = Optional.empty();
        var controllers = new ArrayList<Own>();
        for (var line : mountinfo) {
            // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
            var halves = line.split(" - ", 2);
            if (halves.length < 2) {
                continue;
            }
            var first = halves[0].split(" ");
            var second = halves[1].split(" ");
            if (first.length < 5 || second.length < 3) {
                continue;
            }
            var mount = Path.of(unescaped(first[4]));
            if (second[0].equals("cgroup2") && unified.isEmpty()) {
                unified = own(List.of(), unescaped(first[3]), mount, membership);
            } else if (second[0].equals("cgroup")) {
                var names = Arrays.stream(second[2].split(","))
                        .filter(option -> !option.equals("rw") && !option.equals("ro"))
                        .toList();
                own(names, unescaped(first[3]), mount, membership).ifPresent(controllers::add);
            }
        }
        return new CgroupMounts(unified, List.copyOf(controllers));
    }

    /// @param root the group that the mount shows as its top
    private static Optional<Own> own(List<String> controllers, String root, Path mount, List<String> membership) {
        for (var line : membership) {
            // 4:memory:/user.slice or 0::/user.slice
            var parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            var named = parts[1].isEmpty() ? List.<String>of() : List.of(parts[1].split(","));
            if (controllers.isEmpty() ? !parts[0].equals("0") : named.isEmpty() || !controllers.containsAll(named)) {
                continue;
            }
            var path = parts[2];
            var below = root.equals("/") ? path : path.startsWith(root) ? path.substring(root.length()) : "";
            return Optional.of(new Own(controllers, mount, mount.resolve(below.replaceFirst("^/+", "")).normalize()));
        }
        return Optional.empty();
    }

    /// Blanks in mountinfo are octal.
    private static String unescaped(String text) {
        return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
    }

    Optional<Own> controller(String name) {
        return controllers.stream().filter(own -> own.controllers().contains(name)).findFirst();
    }
}

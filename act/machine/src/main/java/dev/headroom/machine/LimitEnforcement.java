package dev.headroom.machine;

/// What keeps processes within their CPU and memory limits on this machine.
public record LimitEnforcement(Means cpu, Means memory) {

    /// One line for people and reports.
    public String text() {
        return cpu.equals(memory) ? cpu.text() : "CPU: " + cpu.text() + ", memory: " + memory.text();
    }

    /// A way to enforce a limit.
    public sealed interface Means {

        String text();

        /// The unified hierarchy of control groups.
        record CgroupV2() implements Means {
            @Override
            public String text() {
                return "cgroup v2";
            }
        }

        /// A controller in a hierarchy of its own.
        record CgroupV1() implements Means {
            @Override
            public String text() {
                return "cgroup v1";
            }
        }

        /// A transient scope of the user's systemd, which owns the control groups.
        record UserScope() implements Means {
            @Override
            public String text() {
                return "systemd user scope";
            }
        }

        /// Nothing does; limits are only numbers.
        record None(String why) implements Means {
            @Override
            public String text() {
                return "none: " + why;
            }
        }
    }
}

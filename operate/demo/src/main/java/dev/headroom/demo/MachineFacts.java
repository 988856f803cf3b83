package dev.headroom.demo;

import java.lang.management.ManagementFactory;

/// What a report says of the machine.
final class MachineFacts {

    private MachineFacts() {}

    /// All of its memory, 0 where the JVM does not tell.
    static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}

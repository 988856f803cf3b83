package dev.headroom.processes;

import com.sun.management.OperatingSystemMXBean;
import dev.headroom.machine.Machine;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.Executor;

/// What all pods of a cluster share.
///
/// @param background runs what reads files, away from the loop
/// @param capacity of the machine in milli-units by resource name
record Node(
        String name,
        Agenda agenda,
        Executor background,
        Machine machine,
        Prober prober,
        Endpoints endpoints,
        ProcessSettings settings,
        ClusterEvents events,
        Map<String, Long> capacity) {

    /// The processors and the memory that are there.
    static Map<String, Long> capacityOfMachine() {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return Map.of(
                "cpu", 1000L * Runtime.getRuntime().availableProcessors(),
                "memory", 1000L * system.getTotalMemorySize());
    }

    /// As seen by a pod that has logs and events of its own.
    Node with(ProcessSettings settings, ClusterEvents events) {
        return new Node(name, agenda, background, machine, prober, endpoints, settings, events, capacity);
    }

    void event(String kind, String object, String reason, String message) {
        events.event(agenda.now(), false, kind, object, reason, message);
    }

    void warning(String kind, String object, String reason, String message) {
        events.event(agenda.now(), true, kind, object, reason, message);
    }
}

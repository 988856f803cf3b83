package dev.headroom.processes;

import dev.headroom.machine.Machine;
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

    void event(String kind, String object, String reason, String message) {
        events.event(agenda.now(), false, kind, object, reason, message);
    }

    void warning(String kind, String object, String reason, String message) {
        events.event(agenda.now(), true, kind, object, reason, message);
    }
}

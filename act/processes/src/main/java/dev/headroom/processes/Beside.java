package dev.headroom.processes;

import dev.headroom.machine.Command;
import dev.headroom.machine.ProcessGroup;

/// A command, and the group of the container that it runs in.
record Beside(ProcessGroup group, Command command) {}

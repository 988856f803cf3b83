package dev.headroom.processes;

import dev.headroom.workloads.Handler;
import java.time.Duration;
import java.util.function.Consumer;

/// Asks containers over the network.
interface Prober {

    /// @param host where to ask when the handler names no host
    /// @param port the one to dial
    /// @param answer told once, on any thread
    record Question(Handler handler, String host, int port, Duration timeout, Consumer<Probes.Answer> answer) {}

    void ask(Question question);
}

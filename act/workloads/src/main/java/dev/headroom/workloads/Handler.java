package dev.headroom.workloads;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a probe or a hook does, as the fields of `Probe` and `LifecycleHandler` in the Kubernetes API. Ports are those
/// of the container; names are resolved when the manifest is read.
public sealed interface Handler {

    /// An HTTP GET that succeeds with a status from 200 to 399.
    record HttpGet(boolean tls, Optional<String> host, int port, String path, Map<String, String> headers)
            implements Handler {
        public HttpGet {
            headers = Map.copyOf(headers);
        }
    }

    /// A connection that succeeds when it opens.
    record TcpSocket(Optional<String> host, int port) implements Handler {}

    /// A command in the container's environment that succeeds with exit code 0.
    record Exec(List<String> command) implements Handler {
        public Exec {
            command = List.copyOf(command);
        }
    }

    /// A pause; only for hooks.
    record Sleep(Duration length) implements Handler {}
}

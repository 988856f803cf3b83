package dev.headroom.machine;

import java.util.Map;

/// Where a group of processes may listen.
///
/// @param host an IP address
/// @param ports for each port it wanted, the one it got: itself, or another where groups share one address
public record Address(String host, Map<Integer, Integer> ports) {

    public Address {
        ports = Map.copyOf(ports);
    }

    /// The port to listen on or to dial instead of `wanted`.
    public int port(int wanted) {
        return ports.getOrDefault(wanted, wanted);
    }
}

package dev.headroom.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gives out addresses of this machine.
///
/// Where every address of 127.0.0.0/8 works without further ado (Linux), each owner gets one of its own from a block
/// that no other Headroom uses; elsewhere all share 127.0.0.1, and each gets free ports. Kubernetes lets no endpoint be
/// a loopback address: for it there are blocks that a route makes local ([#routed]).
final class Loopback implements AutoCloseable {

    /* notes
     * A block is 127.N.0.0/16. Who uses it listens at 127.N.0.1 on the lock port, so the kernel gives it up with the
     * process. Addresses are given in order and start over after the last: one that was given back rests while 60 000
     * others are taken. 127.N.255.x is for stable addresses. A routed block is a sixteenth of 198.18.0.0/16, of which
     * the first part is for the lock and the last for stable addresses in the same way.
     */

    /// Blocks from here on are tried, so that the first Headroom on a machine has the same one each time.
    private static final int FIRST_BLOCK = 95;

    private static final int LAST_BLOCK = 126;
    private static final int LOCK_PORT = 9095;

    /// Addresses in a row whose port is taken before it is clear that somebody listens at all of them.
    private static final int MAX_TAKEN = 3;

    private static final int STABLE = 255;
    private static final int HOSTS = 254;

    private final Optional<Block> block;
    private final Optional<LocalRoute> route;
    private final Set<String> used = new HashSet<>();
    private final Set<Integer> sharedPorts = new HashSet<>();
    private int next = HOSTS;

    /// @param prefix the first two numbers of its addresses
    /// @param first the smallest third number
    /// @param stable the third number of stable addresses, counted from there; the largest
    private record Block(String prefix, int first, int stable, ServerSocket lock) {
        String address(int third, int fourth) {
            return prefix + "." + (first + third) + "." + fourth;
        }
    }

    private Loopback(Optional<Block> block, Optional<LocalRoute> route) {
        this.block = block;
        this.route = route;
    }

    static Loopback open() {
        for (int number = FIRST_BLOCK; number <= LAST_BLOCK; number++) {
            try {
                var lock = listen("127." + number + ".0.1", LOCK_PORT);
                return new Loopback(Optional.of(new Block("127." + number, 0, STABLE, lock)), Optional.empty());
            } catch (IOException _) {
                // Taken by another Headroom, or no address of this machine.
            }
        }
        return shared();
    }

    /// As on systems where 127.0.0.1 is the only address.
    static Loopback shared() {
        return new Loopback(Optional.empty(), Optional.empty());
    }

    /// Addresses that are no loopback addresses, though of this machine: those of a block that a route makes local.
    ///
    /// @throws IOException when there is no such route and none can be added; says what to do
    static Loopback routed() throws IOException {
        for (int number = 0; number < LocalRoute.BLOCKS; number++) {
            var host = LocalRoute.address(number);
            var route = LocalRoute.open(number, () -> obstacle(host, LOCK_PORT).equals(Optional.of(Obstacle.NOT_OURS)));
            try {
                var lock = listen(host, LOCK_PORT);
                var block = new Block(LocalRoute.PREFIX, LocalRoute.first(number), LocalRoute.PARTS - 1, lock);
                return new Loopback(Optional.of(block), Optional.of(route));
            } catch (BindException _) {
                // Taken by another Headroom.
                route.close();
            }
        }
        throw new IOException("pod addresses: expected one of " + LocalRoute.BLOCKS + " blocks of " + LocalRoute.RANGE
                + " to be free, but all are used by other nodes on this machine");
    }

    /// The address of the machine itself among those that it gives out.
    String own() {
        return block.map(now -> now.address(0, 1)).orElse("127.0.0.1");
    }

    private static ServerSocket listen(String host, int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(literal(host), port), 1);
            return socket;
        } catch (IOException failure) {
            socket.close();
            throw failure;
        }
    }

    /// An address from its four numbers, without asking anybody for names.
    private static InetAddress literal(String host) throws UnknownHostException {
        var numbers = host.split("\\.");
        var bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(numbers[i]);
        }
        return InetAddress.getByAddress(bytes);
    }

    /// Why nobody could listen there now.
    private enum Obstacle {
        TAKEN,
        FORBIDDEN,
        NOT_OURS
    }

    private static Optional<Obstacle> obstacle(String host, int port) {
        try (var _ = listen(host, port)) {
            return Optional.empty();
        } catch (BindException failure) {
            var message = String.valueOf(failure.getMessage());
            return Optional.of(
                    message.contains("Permission denied")
                            ? Obstacle.FORBIDDEN
                            : message.contains("assign requested address") ? Obstacle.NOT_OURS : Obstacle.TAKEN);
        } catch (IOException _) {
            return Optional.of(Obstacle.TAKEN);
        }
    }

    synchronized Machine.Claim claim(List<Integer> ports) {
        if (block.isEmpty()) {
            return new Machine.Claim.Granted(sharedAddress(ports));
        }
        Optional<String> refusal = Optional.empty();
        for (int tries = 0; tries < MAX_TAKEN; tries++) {
            var host = nextHost(block.get());
            refusal = ports.stream()
                    .flatMap(port -> obstacle(host, port).map(what -> refusal(port, what)).stream())
                    .findFirst();
            if (refusal.isEmpty()) {
                used.add(host);
                return new Machine.Claim.Granted(own(host, ports));
            }
        }
        return new Machine.Claim.Refused(refusal.orElseThrow());
    }

    private static String refusal(int port, Obstacle obstacle) {
        return switch (obstacle) {
            case FORBIDDEN ->
                "port " + port + ": expected to be allowed to listen on it, got a refusal for this user;"
                        + " use a containerPort from 1024 on";
            case TAKEN ->
                "port " + port + ": expected it to be free at a loopback address of its own, got a listener at all"
                        + " addresses (0.0.0.0:" + port + "), perhaps another replica; let the program listen at its"
                        + " pod's address only (env POD_IP from fieldRef status.podIP)";
            case NOT_OURS ->
                "port " + port + ": expected the pod's address to be one of this machine, but it is no more: its route"
                        + " was removed";
        };
    }

    private String nextHost(Block from) {
        int size = from.stable() * HOSTS;
        for (int tries = 0; tries < size; tries++) {
            var host = from.address(next / HOSTS, next % HOSTS + 1);
            next = next + 1 < size ? next + 1 : HOSTS;
            if (!used.contains(host)) {
                return host;
            }
        }
        throw new IllegalStateException("all " + size + " addresses of a block are in use");
    }

    private static Address own(String host, Collection<Integer> ports) {
        var same = new HashMap<Integer, Integer>();
        ports.forEach(port -> same.put(port, port));
        return new Address(host, same);
    }

    private Address sharedAddress(Collection<Integer> ports) {
        var given = new HashMap<Integer, Integer>();
        for (int port : ports) {
            given.computeIfAbsent(port, _ -> freePort());
        }
        return new Address("127.0.0.1", given);
    }

    private int freePort() {
        while (true) {
            try (var socket = listen("127.0.0.1", 0)) {
                if (sharedPorts.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            } catch (IOException failure) {
                throw new UncheckedIOException("no free port at 127.0.0.1", failure);
            }
        }
    }

    synchronized String stable(String name, Collection<Integer> ports) {
        if (block.isEmpty()) {
            return "127.0.0.1";
        }
        int start = Math.floorMod(name.hashCode(), HOSTS);
        for (int i = 0; i < HOSTS; i++) {
            var host = block.get().address(block.get().stable(), (start + i) % HOSTS + 1);
            if (!used.contains(host)
                    && ports.stream().noneMatch(port -> obstacle(host, port).equals(Optional.of(Obstacle.TAKEN)))) {
                used.add(host);
                return host;
            }
        }
        return "127.0.0.1";
    }

    synchronized void giveBack(Address address) {
        used.remove(address.host());
        if (block.isEmpty()) {
            sharedPorts.removeAll(Map.copyOf(address.ports()).values());
        }
    }

    @Override
    public void close() {
        block.ifPresent(own -> {
            try {
                own.lock().close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        route.ifPresent(LocalRoute::close);
    }
}

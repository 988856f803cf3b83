package dev.headroom.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A route that makes a block of addresses local, so that programs of this machine can listen at each of them as they
/// can at all of 127.0.0.0/8. Adding one is for root; one that is there already, anybody can use.
final class LocalRoute implements AutoCloseable {

    /* notes
     * 198.18.0.0/15 is set aside for benchmarks (RFC 2544): no company and no container network uses it, and the API
     * server takes it for endpoints, which loopback and link-local addresses cannot be. Half of it is 16 blocks of 4096
     * addresses, one for each node on this machine.
     */

    static final String PREFIX = "198.18";
    static final String RANGE = PREFIX + ".0.0/16";
    static final int BLOCKS = 16;

    /// Third numbers of a block.
    static final int PARTS = 16;

    private static final int BITS = 20;
    private static final int SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(LocalRoute.class);

    private final String network;

    /// Whether it was made here, and is to be removed here.
    private final boolean ours;

    private LocalRoute(String network, boolean ours) {
        this.network = network;
        this.ours = ours;
    }

    static int first(int block) {
        return block * PARTS;
    }

    /// The first address of a block.
    static String address(int block) {
        return PREFIX + "." + first(block) + ".1";
    }

    /// @param missing whether addresses of the block are none of this machine yet
    /// @throws IOException when the route is missing and cannot be added
    static LocalRoute open(int block, BooleanSupplier missing) throws IOException {
        var network = PREFIX + "." + first(block) + ".0/" + BITS;
        if (!missing.getAsBoolean()) {
            return new LocalRoute(network, false);
        }
        var answer = ip("add", network);
        if (missing.getAsBoolean()) {
            throw new IOException("pod addresses: expected to be allowed to make " + network
                    + " addresses of this machine, got: " + answer + "; run once: sudo ip route add local " + RANGE
                    + " dev lo");
        }
        return new LocalRoute(network, true);
    }

    /// @return what went wrong
    private static String ip(String what, String network) {
        var program = Reaper.program("ip");
        if (program.isEmpty()) {
            return "no program `ip` on the PATH (package iproute2)";
        }
        try {
            var process = new ProcessBuilder(
                            List.of(program.get(), "route", what, "local", network, "dev", "lo"))
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) ? output : "no answer from `ip`";
        } catch (IOException failure) {
            return failure.toString();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    @Override
    public void close() {
        if (ours) {
            var answer = ip("del", network);
            if (!answer.isEmpty()) {
                LOG.debug("removing the route to {}: {}", network, answer);
            }
        }
    }
}

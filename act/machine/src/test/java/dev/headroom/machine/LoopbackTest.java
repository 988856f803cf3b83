package dev.headroom.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.machine.Machine.Claim;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// Addresses are given to one owner at a time.
class LoopbackTest {

    @Test
    void everyOwnerHasAnAddressOfItsOwnAndAnOldOneRests() throws Exception {
        try (var loopback = onLinux()) {
            var seen = new HashSet<String>();
            for (int i = 0; i < 1000; i++) {
                var address = granted(loopback.claim(List.of(8000)));
                assertEquals(8000, address.port(8000));
                assertTrue(seen.add(address.host()), address.host() + " was given again");
                loopback.giveBack(address);
            }
        }
    }

    @Test
    void twoHeadroomsBesideEachOtherDoNotMeet() throws Exception {
        try (var one = onLinux(); var other = Loopback.open()) {
            var first = granted(one.claim(List.of(8000))).host();
            var second = granted(other.claim(List.of(8000))).host();
            assertNotEquals(first.split("\\.")[1], second.split("\\.")[1]);
        }
    }

    @Test
    void aServiceFindsItsAddressAgain() throws Exception {
        try (var loopback = onLinux()) {
            var address = loopback.stable("default/web", List.of(8000));
            assertNotEquals(address, loopback.stable("default/web", List.of(8000)));
            loopback.giveBack(new Address(address, java.util.Map.of()));
            assertEquals(address, loopback.stable("default/web", List.of(8000)));
        }
    }

    @Test
    void anAddressWhosePortIsTakenIsPassedOver() throws Exception {
        try (var loopback = onLinux()) {
            var first = granted(loopback.claim(List.of(8000)));
            var next = first.host().substring(0, first.host().lastIndexOf('.') + 1)
                    + (Integer.parseInt(first.host().substring(first.host().lastIndexOf('.') + 1)) + 1);
            try (var _ = listener(next, 0)) {
                assertTrue(granted(loopback.claim(List.of(8000))).host().equals(next));
            }
            var after = next.substring(0, next.lastIndexOf('.') + 1)
                    + (Integer.parseInt(next.substring(next.lastIndexOf('.') + 1)) + 1);
            try (var taken = listener(after, 0)) {
                assertNotEquals(after, granted(loopback.claim(List.of(taken.getLocalPort()))).host());
            }
        }
    }

    @Test
    void aListenerAtAllAddressesIsNamed() throws Exception {
        try (var loopback = onLinux(); var everywhere = listener("0.0.0.0", 0)) {
            int port = everywhere.getLocalPort();
            var refused = assertInstanceOf(Claim.Refused.class, loopback.claim(List.of(port)));
            assertTrue(refused.why().startsWith("port " + port + ": expected it to be free at a loopback address of its"
                    + " own, got a listener at all addresses (0.0.0.0:" + port + ")"), refused.why());
        }
    }

    @Test
    void whereThereIsOneAddressEverybodyGetsAPort() {
        try (var loopback = Loopback.shared()) {
            var one = granted(loopback.claim(List.of(8000, 9090)));
            var other = granted(loopback.claim(List.of(8000)));
            assertEquals("127.0.0.1", one.host());
            assertNotEquals(one.port(8000), one.port(9090));
            assertNotEquals(one.port(8000), other.port(8000));
            assertEquals(7000, one.port(7000));
        }
    }

    @Test
    void addressesOfPodsAreNoLoopbackAddressesAndTwoNodesDoNotMeet() throws Exception {
        try (var one = routed(); var other = Loopback.routed()) {
            var first = granted(one.claim(List.of(8000)));
            assertTrue(first.host().startsWith("198.18."), first.host());
            try (var _ = listener(first.host(), 8000)) {
                assertNotEquals(first.host(), granted(other.claim(List.of(8000))).host());
            }
            assertNotEquals(one.own(), other.own());
        }
    }

    private static Loopback routed() {
        try {
            return Loopback.routed();
        } catch (IOException without) {
            throw new TestAbortedException("needs a route: " + without.getMessage(), without);
        }
    }

    private static Loopback onLinux() throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "needs Linux, where all of 127.0.0.0/8 is there");
        return Loopback.open();
    }

    private static Address granted(Claim claim) {
        return assertInstanceOf(Claim.Granted.class, claim).address();
    }

    private static ServerSocket listener(String host, int port) throws IOException {
        var socket = new ServerSocket();
        socket.bind(new InetSocketAddress(host, port));
        return socket;
    }
}

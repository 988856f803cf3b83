package dev.headroom.incluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// The network between one program and the API server: bytes are carried on as they come, until a test breaks it.
final class FaultyLink implements AutoCloseable {

    private final ServerSocket listening;
    private final int[] servers;
    private final Set<Carried> carried = ConcurrentHashMap.newKeySet();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile boolean refusing;
    private volatile long delayMillis;

    /// @param url of the API server on loopback
    FaultyLink(String url) {
        this(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    }

    /// In front of several servers: each connection goes to the first that takes it, as by a Service.
    FaultyLink(int... servers) {
        this.servers = servers.clone();
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private String url() {
        return "https://127.0.0.1:" + port();
    }

    /// A kubeconfig that goes this way.
    Path kubeconfig(Path original, Path copy) {
        try {
            return Files.writeString(
                    copy, Files.readString(original).replaceAll("server: .*", "server: " + url()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Nothing gets through in either direction, and nobody is told; what is sent meanwhile waits in the network.
    void freeze() {
        gate = new CountDownLatch(1);
    }

    /// What has waited goes on, and so does everything else.
    void thaw() {
        gate.countDown();
    }

    /// All connections are reset and new ones too, until it is mended.
    void cut() {
        refusing = true;
        carried.forEach(Carried::reset);
    }

    void mend() {
        refusing = false;
    }

    /// Open connections carry nothing any more, as behind a firewall that has forgotten them; new ones work.
    void forget() {
        carried.forEach(each -> each.forgotten = true);
    }

    /// Each piece takes so long, in both directions.
    void delay(long millis) {
        delayMillis = millis;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                Thread.ofVirtual().start(() -> open(client));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void open(Socket client) {
        Carried one = null;
        try (client) {
            gate.await();
            if (refusing) {
                client.setSoLinger(true, 0);
                return;
            }
            one = new Carried(client, connected());
            carried.add(one);
            client.setTcpNoDelay(true);
            one.server.setTcpNoDelay(true);
            var there = one;
            Thread.ofVirtual().start(() -> there.carry(there.client, there.server));
            one.carry(one.server, one.client);
        } catch (IOException _) {
            if (one != null) {
                one.reset();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connected() throws IOException {
        for (int server : servers) {
            var socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
                return socket;
            } catch (IOException _) {
                socket.close();
            }
        }
        throw new IOException("nobody listens");
    }

    /// One connection of the program, and its other half.
    private final class Carried {
        private final Socket client;
        private final Socket server;
        private volatile boolean forgotten;

        Carried(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to) {
            var piece = new byte[16_384];
            try {
                while (true) {
                    int read = from.getInputStream().read(piece);
                    gate.await();
                    if (delayMillis > 0) {
                        Thread.sleep(delayMillis);
                    }
                    if (read < 0) {
                        to.shutdownOutput();
                        return;
                    }
                    if (!forgotten) {
                        to.getOutputStream().write(piece, 0, read);
                    }
                }
            } catch (IOException _) {
                reset();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        void reset() {
            carried.remove(this);
            for (var socket : new Socket[] {client, server}) {
                try (socket) {
                    socket.setSoLinger(true, 0);
                } catch (IOException _) {
                    // It is closed already.
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        carried.forEach(Carried::reset);
        gate.countDown();
    }
}

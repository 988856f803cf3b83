package dev.headroom.loadgen;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 over sockets of Vert.x: connections kept alive, one request at a time on each, the bytes of each kind of
/// request made once. Belongs to one lane.
final class SocketWire implements Wire {

    private final NetClient client;
    private final Landing landing;
    private final List<Kind> kinds = new ArrayList<>();
    private final int connections;
    private int open;
    private boolean closed;

    /// One kind of request, ready to be written.
    private record Kind(Origin origin, Buffer bytes, boolean head) {}

    /// A server, and the connections to it that carry nothing now; the one used last is used next.
    private record Origin(ConnectOptions address, ArrayDeque<Connection> idle) {}

    SocketWire(Vertx vertx, List<LoadRequest> mix, int connections, Landing landing) {
        this.landing = landing;
        this.connections = connections;
        this.client = vertx.createNetClient(
                new NetClientOptions().setTcpNoDelay(true).setHostnameVerificationAlgorithm("HTTPS"));
        Map<String, Origin> origins = new HashMap<>();
        for (var request : mix) {
            var origin = origins.computeIfAbsent(
                    request.url().getScheme() + "://" + request.authority(),
                    _ -> new Origin(
                            new ConnectOptions()
                                    .setHost(request.host())
                                    .setPort(request.port())
                                    .setSsl(request.secure()),
                            new ArrayDeque<>()));
            kinds.add(new Kind(origin, bytes(request), request.method().equals("HEAD")));
        }
    }

    static Buffer bytes(LoadRequest request) {
        var head = new StringBuilder()
                .append(request.method())
                .append(' ')
                .append(request.target())
                .append(" HTTP/1.1\r\n");
        if (request.headers().keySet().stream().noneMatch("host"::equalsIgnoreCase)) {
            head.append("host: ").append(request.authority()).append("\r\n");
        }
        request.headers().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("content-length")) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        if (request.body().length() > 0 || request.method().equals("POST") || request.method().equals("PUT")) {
            head.append("content-length: ").append(request.body().length()).append("\r\n");
        }
        head.append("\r\n");
        return Buffer.buffer(head.toString().getBytes(StandardCharsets.UTF_8)).appendBuffer(request.body());
    }

    @Override
    public void send(Flight flight) {
        var kind = kinds.get(flight.request);
        var idle = kind.origin().idle().pollLast();
        if (idle != null) {
            idle.carry(flight, kind);
            return;
        }
        if (open >= connections) {
            closeAnIdleOne();
        }
        open++;
        var connection = new Connection(kind.origin());
        flight.carrier = connection;
        client.connect(kind.origin().address())
                .onComplete(socket -> connection.connected(socket, flight, kind), failure -> {
                    open--;
                    connection.lost(flight, Broken.outcome(failure), Broken.detail(failure));
                });
    }

    /// Makes room for a connection to another origin.
    private void closeAnIdleOne() {
        for (var kind : kinds) {
            var idle = kind.origin().idle().pollFirst();
            if (idle != null) {
                idle.close();
                return;
            }
        }
    }

    @Override
    public void abandon(Flight flight) {
        if (flight.carrier instanceof Connection connection) {
            flight.carrier = null;
            connection.abandon();
        }
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    /// One connection and the flight that it carries.
    private final class Connection {

        private final Origin origin;
        private final ResponseParser parser = new ResponseParser();
        private @Nullable NetSocket socket;
        private @Nullable Flight carried;
        private String problem = "Connection was closed";

        Connection(Origin origin) {
            this.origin = origin;
        }

        /// Takes off with the flight for which it was opened, unless that has expired meanwhile: then it is kept.
        void connected(NetSocket opened, Flight flight, Kind kind) {
            socket = opened;
            opened.handler(this::read);
            opened.closeHandler(_ -> gone());
            opened.exceptionHandler(failure -> problem = Broken.detail(failure));
            if (closed) {
                close();
            } else if (flight.carrier == this) {
                carry(flight, kind);
            } else {
                origin.idle().addLast(this);
            }
        }

        void carry(Flight flight, Kind kind) {
            flight.carrier = this;
            carried = flight;
            parser.expect(kind.head());
            if (socket != null) {
                socket.write(kind.bytes());
            }
        }

        private void read(Buffer data) {
            parser.read(data);
            var flight = carried;
            if (parser.broken()) {
                close();
                if (flight != null) {
                    lost(flight, Outcome.BROKEN, parser.problem());
                }
            } else if (parser.complete() && flight != null) {
                land(flight);
            }
        }

        private void land(Flight flight) {
            carried = null;
            flight.carrier = null;
            if (parser.keepAlive()) {
                origin.idle().addLast(this);
            } else {
                close();
            }
            landing.answered(flight, parser.status());
        }

        private void gone() {
            open--;
            origin.idle().remove(this);
            var flight = carried;
            if (flight == null) {
                return;
            }
            if (parser.closed()) {
                land(flight);
            } else {
                lost(flight, Outcome.RESET, problem);
            }
        }

        void lost(Flight flight, Outcome outcome, String detail) {
            carried = null;
            if (flight.carrier == this) {
                flight.carrier = null;
                landing.failed(flight, outcome, detail);
            }
        }

        void abandon() {
            carried = null;
            close();
        }

        void close() {
            if (socket != null) {
                socket.close();
            }
        }
    }
}

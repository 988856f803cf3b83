package dev.headroom.node;

import dev.headroom.node.SpdyFrame.Data;
import dev.headroom.node.SpdyFrame.GoAway;
import dev.headroom.node.SpdyFrame.Other;
import dev.headroom.node.SpdyFrame.Ping;
import dev.headroom.node.SpdyFrame.Reset;
import dev.headroom.node.SpdyFrame.SynStream;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `kubectl port-forward` to one pod: SPDY in a WebSocket, where each connection has a stream for its bytes and one for
/// what goes wrong with it.
///
/// Source: `k8s.io/client-go/tools/portforward`, KEP-4006.
final class PortForward {

    /* notes
     *
     * All messages of the client are handled by one thread, in their order; each connection to the pod has another one
     * that reads from it. So a pod that does not read holds up the other connections of the same kubectl, too.
     */

    private static final Logger LOG = LoggerFactory.getLogger(PortForward.class);

    static final String PROTOCOL = "SPDY/3.1+portforward.k8s.io";

    /// Messages of the client that wait to be handled (limit `messagesAhead`).
    private static final int AHEAD = 16;

    private static final int CONNECT_MILLIS = 10_000;
    private static final int BLOCK = 1 << 15;

    private final ServerWebSocket client;
    private final String address;
    private final ExecutorService threads;
    private final BlockingQueue<ClientMessage> came = new LinkedBlockingQueue<>();
    private final SpdyHeaders headers = new SpdyHeaders();
    private final Map<Integer, Socket> connections = new HashMap<>();
    private final Map<String, Integer> errorStreams = new HashMap<>();
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /// @param address of the pod
    PortForward(ServerWebSocket client, String address, ExecutorService threads) {
        this.client = client;
        this.address = address;
        this.threads = threads;
        client.pause();
        client.handler(message -> came.add(new ClientMessage.Bytes(message.getBytes())));
        client.closeHandler(_ -> came.add(new ClientMessage.End()));
        client.fetch(AHEAD);
        threads.execute(this::work);
    }

    private void work() {
        try (headers) {
            while (came.take() instanceof ClientMessage.Bytes(var bytes)) {
                take(bytes);
                client.fetch(1);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalArgumentException wrong) {
            LOG.info("port-forward to {} ends: {}", address, wrong.toString());
        } finally {
            connections.values().forEach(PortForward::close);
            client.close();
        }
    }

    private void take(byte[] message) throws IOException {
        rest = ByteBuffer.allocate(rest.remaining() + message.length).put(rest).put(message).flip();
        for (var frame = SpdyFrame.next(rest); frame.isPresent(); frame = SpdyFrame.next(rest)) {
            take(frame.get());
        }
    }

    private void take(SpdyFrame frame) throws IOException {
        switch (frame) {
            case SynStream begin -> begin(begin.stream(), headers.read(begin.headers()));
            case Data data -> pass(data);
            case Reset(int stream) -> end(stream);
            case Ping(int id) -> send(SpdyFrame.ping(id));
            case GoAway _, Other _ -> {
                // The client says what it will not do, or what matters to nobody here.
            }
        }
    }

    private void begin(int stream, Map<String, String> asked) throws IOException {
        send(SpdyFrame.reply(stream, headers.write(Map.of())));
        var request = asked.getOrDefault("requestid", "");
        switch (asked.getOrDefault("streamtype", "")) {
            case "error" -> errorStreams.put(request, stream);
            case "data" -> connect(stream, errorStreams.getOrDefault(request, 0), asked.getOrDefault("port", ""));
            case String other -> throw new IOException("streamtype: expected error or data, got \"" + other + '"');
        }
    }

    private void connect(int stream, int errors, String port) throws IOException {
        var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, Integer.parseInt(port)), CONNECT_MILLIS);
        } catch (IOException | IllegalArgumentException failure) {
            close(socket);
            var why = "error forwarding port " + port + " to pod " + address + ": " + failure.getMessage();
            var text = why.getBytes(StandardCharsets.UTF_8);
            send(SpdyFrame.data(errors, text, text.length, true));
            send(SpdyFrame.data(stream, text, 0, true));
            return;
        }
        connections.put(stream, socket);
        threads.execute(() -> readAll(socket, stream, errors));
    }

    private void readAll(Socket socket, int stream, int errors) {
        var block = new byte[BLOCK];
        try {
            var in = socket.getInputStream();
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                send(SpdyFrame.data(stream, block, length, false));
            }
        } catch (IOException gone) {
            LOG.debug("port-forward to {}: {}", address, gone.toString());
        }
        try {
            send(SpdyFrame.data(stream, block, 0, true));
            send(SpdyFrame.data(errors, block, 0, true));
        } catch (IOException gone) {
            LOG.debug("port-forward from {}: {}", address, gone.toString());
        }
    }

    private void pass(Data data) {
        var socket = connections.get(data.stream());
        if (socket == null) {
            return;
        }
        try {
            var bytes = new byte[data.bytes().remaining()];
            data.bytes().get(bytes);
            socket.getOutputStream().write(bytes);
            if (data.last()) {
                socket.shutdownOutput();
            }
        } catch (IOException gone) {
            // Who reads from it sees the same, and tells the client.
            LOG.debug("port-forward to {}: {}", address, gone.toString());
        }
    }

    private void end(int stream) {
        var socket = connections.remove(stream);
        if (socket != null) {
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            LOG.debug("cannot close a connection: {}", failure.toString());
        }
    }

    private void send(byte[] frame) throws IOException {
        try {
            client.writeBinaryMessage(Buffer.buffer(frame)).toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException | IllegalStateException gone) {
            throw new IOException("the client is gone: " + gone.getMessage(), gone);
        }
    }
}

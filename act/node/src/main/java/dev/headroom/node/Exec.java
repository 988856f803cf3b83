package dev.headroom.node;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `kubectl exec`: a command in a container, whose streams are channels of a WebSocket. The first byte of a message
/// says which one it belongs to.
///
/// Source: `k8s.io/apimachinery/pkg/util/remotecommand`, KEP-4006.
final class Exec {

    private static final Logger LOG = LoggerFactory.getLogger(Exec.class);

    static final String PROTOCOL = "v5.channel.k8s.io";

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int STATUS = 3;
    private static final int CLOSED = 255;

    /// Messages of the client that wait to be written (limit `messagesAhead`).
    private static final int AHEAD = 16;

    private static final int BLOCK = 1 << 15;

    private final ServerWebSocket client;
    private final Process process;
    private final BlockingQueue<ClientMessage> came = new LinkedBlockingQueue<>();

    /// @param input whether the client has something for the command to read
    Exec(ServerWebSocket client, Process process, boolean input, ExecutorService threads) {
        this.client = client;
        this.process = process;
        client.pause();
        client.handler(message -> came.add(new ClientMessage.Bytes(message.getBytes())));
        client.closeHandler(_ -> {
            came.add(new ClientMessage.End());
            process.destroyForcibly();
        });
        client.fetch(AHEAD);
        threads.execute(() -> feed(input));
        var out = CompletableFuture.runAsync(() -> pump(process.getInputStream(), STDOUT), threads);
        var err = CompletableFuture.runAsync(() -> pump(process.getErrorStream(), STDERR), threads);
        threads.execute(() -> end(out, err));
    }

    private void feed(boolean input) {
        try (var stdin = process.getOutputStream()) {
            if (!input) {
                return;
            }
            while (came.take() instanceof ClientMessage.Bytes(var message)) {
                client.fetch(1);
                int channel = message.length == 0 ? -1 : message[0] & 0xff;
                if (channel == STDIN) {
                    stdin.write(message, 1, message.length - 1);
                    stdin.flush();
                } else if (channel == CLOSED && message.length == 2 && message[1] == STDIN) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException gone) {
            LOG.debug("exec: the command reads no more: {}", gone.toString());
        }
    }

    /// That the command runs is told by an empty message, so that nobody waits for its first line.
    private void pump(InputStream from, int channel) {
        var block = new byte[BLOCK];
        try (from) {
            send(channel, block, 0);
            for (int length = from.read(block); length >= 0; length = from.read(block)) {
                send(channel, block, length);
            }
        } catch (IOException gone) {
            LOG.debug("exec: {}", gone.toString());
        }
    }

    private void end(CompletableFuture<Void> out, CompletableFuture<Void> err) {
        int exit = process.onExit().join().exitValue();
        CompletableFuture.allOf(out, err).join();
        finish(client, exit == 0 ? new StatusBuilder().withStatus("Success").build() : failed(exit));
    }

    private static Status failed(int exit) {
        return new StatusBuilder()
                .withStatus("Failure")
                .withMessage("command terminated with non-zero exit code: exit status " + exit)
                .withReason("NonZeroExitCode")
                .withNewDetails()
                .addNewCause()
                .withReason("ExitCode")
                .withMessage(Integer.toString(exit))
                .endCause()
                .endDetails()
                .build();
    }

    /// Tells a client why its command does not run.
    static void refuse(ServerWebSocket client, String why) {
        finish(client, new StatusBuilder()
                .withStatus("Failure")
                .withReason("InternalError")
                .withMessage("Internal error occurred: " + why)
                .build());
    }

    private static void finish(ServerWebSocket client, Status status) {
        client.writeBinaryMessage(Buffer.buffer().appendByte((byte) STATUS).appendString(Serialization.asJson(status)))
                .onComplete(_ -> client.close());
    }

    private void send(int channel, byte[] bytes, int length) throws IOException {
        try {
            var message = Buffer.buffer(length + 1).appendByte((byte) channel).appendBytes(bytes, 0, length);
            client.writeBinaryMessage(message)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException | IllegalStateException gone) {
            throw new IOException("the client is gone: " + gone.getMessage(), gone);
        }
    }
}

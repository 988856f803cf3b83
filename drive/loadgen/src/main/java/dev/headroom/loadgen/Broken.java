package dev.headroom.loadgen;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/// What the failure of a connection means for a request.
final class Broken {

    private Broken() {}

    static Outcome outcome(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ConnectTimeoutException _ -> {
                    return Outcome.TIMEOUT;
                }
                case UnknownHostException _ -> {
                    return Outcome.UNRESOLVED;
                }
                case ConnectException _ -> {
                    return Outcome.REFUSED;
                }
                case ClosedChannelException _, SocketException _ -> {
                    return Outcome.RESET;
                }
                default -> {}
            }
        }
        var message = detail(failure);
        return message.contains("Connection reset") || message.contains("Broken pipe") || message.contains("losed")
                ? Outcome.RESET
                : Outcome.BROKEN;
    }

    /// One line.
    static String detail(Throwable failure) {
        var message = failure.getMessage();
        return (message == null ? failure.getClass().getSimpleName() : message).lines().findFirst().orElse("");
    }
}

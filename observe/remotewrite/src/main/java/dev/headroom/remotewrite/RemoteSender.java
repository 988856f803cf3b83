package dev.headroom.remotewrite;

import dev.headroom.config.RemoteWriteConfig;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Brings a request to one receiver.
@FunctionalInterface
public interface RemoteSender {

    /// @param packed a `WriteRequest`, packed with Snappy
    CompletableFuture<Outcome> send(RemoteWriteConfig receiver, byte[] packed);

    /// What came of it.
    sealed interface Outcome {

        /// The receiver has it.
        record Accepted() implements Outcome {}

        /// The receiver may take it later; it may also have it already.
        ///
        /// @param pause how long it asks to wait; zero when it does not say
        record TryLater(String why, Duration pause) implements Outcome {}

        /// The receiver will not take it.
        ///
        /// @param status its HTTP status
        record Refused(int status, String why) implements Outcome {}
    }
}

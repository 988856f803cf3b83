package dev.headroom.kubernetes;

/// Requests to an API server. [ConnectedApi] sends them; [LimitedApi] and [FencedApi] stand in front of it.
public interface KubernetesApi {

    /// Sends a request and waits for its answer, at most as long as the request allows.
    Answer send(Request request);

    /// Follows a stream of watch events; what it hears goes to `sink` one after the other, on threads of its own.
    ///
    /// @param path with the query of a watch
    Watch watch(String path, WatchSink sink);

    /// A stream that is followed.
    interface Watch extends AutoCloseable {

        /// Ends it; nothing is heard afterwards.
        @Override
        void close();
    }

    /// Hears a stream.
    interface WatchSink {

        /// The server has taken the watch; nothing need have happened yet.
        default void opened() {}

        void event(WatchEvent event);

        /// The stream is over: it came to its end, was never opened, or broke.
        void ended(String why);
    }
}

package dev.headroom.server;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The server-sent events of the page: everybody who listens gets each event once. A listener that does not read is
/// dropped, it connects again by itself; at most [#MAX_LISTENERS] listen at a time (limit `stream listeners`).
final class EventStream {

    static final int MAX_LISTENERS = 64;

    private final Set<HttpServerResponse> listeners = ConcurrentHashMap.newKeySet();

    void accept(HttpServerRequest request) {
        var response = request.response();
        if (listeners.size() >= MAX_LISTENERS) {
            response.setStatusCode(503).end("stream listeners: at most " + MAX_LISTENERS + " at a time\n");
            return;
        }
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store");
        response.closeHandler(_ -> listeners.remove(response));
        response.exceptionHandler(_ -> listeners.remove(response));
        response.write("retry: 1000\n\n");
        listeners.add(response);
    }

    /// @param data one line of JSON
    void send(String event, String data) {
        var text = "event: " + event + "\ndata: " + data + "\n\n";
        listeners.removeIf(listener -> !sent(listener, text));
    }

    private static boolean sent(HttpServerResponse listener, String text) {
        if (listener.ended() || listener.closed()) {
            return false;
        }
        if (listener.writeQueueFull()) {
            listener.reset();
            return false;
        }
        listener.write(text);
        return true;
    }

    void close() {
        listeners.forEach(listener -> listener.end());
        listeners.clear();
    }
}

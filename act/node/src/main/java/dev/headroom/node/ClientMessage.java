package dev.headroom.node;

/// What comes from the client of a WebSocket.
sealed interface ClientMessage {

    /// There may be none: kubectl sends each part of a frame by itself.
    @SuppressWarnings("ArrayRecordComponent") // made once and read once, never compared
    record Bytes(byte[] bytes) implements ClientMessage {}

    /// It is gone.
    record End() implements ClientMessage {}
}

package dev.headroom.inference;

import java.util.OptionalLong;

/// What `/healthz` says.
///
/// @param startupReadyMillis from the start of the process until the model was warm; empty until then, and where
///                           readiness does not wait for the model
record Health(State state, boolean modelReady, OptionalLong startupReadyMillis) {

    /// The life of a replica.
    enum State {
        RUNNING,
        FAILED,
        STOPPING
    }

    int status() {
        return state == State.RUNNING ? 200 : 503;
    }

    byte[] body(int queueLength) {
        return JsonWriter.object(json -> {
            json.writeStringProperty("status", word());
            json.writeStringProperty("service", "inference-api");
            json.writeBooleanProperty("model_ready", modelReady);
            json.writeNumberProperty("queue_length", queueLength);
            if (startupReadyMillis.isPresent()) {
                json.writeNumberProperty("startup_ready_ms", startupReadyMillis.getAsLong());
            } else {
                json.writeNullProperty("startup_ready_ms");
            }
        });
    }

    private String word() {
        return switch (state) {
            case RUNNING -> "ok";
            case FAILED -> "failed";
            case STOPPING -> "stopping";
        };
    }
}

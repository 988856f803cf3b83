package dev.headroom.arrivals;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The recorded traffic that ships with Headroom; its source and licence lie beside it.
public final class ShippedTrace {

    private static final String CONVERSATION = "azure-llm-conv.csv.gz";

    private ShippedTrace() {}

    /// Twenty minutes of requests to a production LLM service in conversations: 6 932 arrivals, 16 November 2023
    /// (AzurePublicDataset, CC-BY-4.0).
    public static Recorded conversation() {
        try (var bytes = ShippedTrace.class.getResourceAsStream(CONVERSATION)) {
            if (bytes != null && TraceFile.read(CONVERSATION, bytes, 0) instanceof Recorded recorded) {
                return recorded;
            }
            throw new IllegalStateException(CONVERSATION + " is not a trace of single requests beside its class");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

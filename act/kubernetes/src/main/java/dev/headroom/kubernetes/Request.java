package dev.headroom.kubernetes;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One request to an API server.
///
/// @param path with its query
/// @param timeout how long the answer may take; a write that may not have ended by then counts as late
public record Request(Verb verb, String path, Optional<JsonNode> body, Duration timeout) {

    /// How long an answer may take (limit `requestTimeout`).
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /// How long a list may take, which can be long (limit `listTimeout`).
    static final Duration LIST_TIMEOUT = Duration.ofSeconds(60);

    /// What is done, and how it is said in HTTP.
    public enum Verb {
        READ("GET", "application/json", false),
        CREATE("POST", "application/json", true),
        /// Asks without changing anything, although with a body: reviews of access.
        REVIEW("POST", "application/json", false),
        REPLACE("PUT", "application/json", true),
        MERGE("PATCH", "application/merge-patch+json", true),
        DELETE("DELETE", "application/json", true);

        private final String method;
        private final String contentType;
        private final boolean writes;

        Verb(String method, String contentType, boolean writes) {
            this.method = method;
            this.contentType = contentType;
            this.writes = writes;
        }

        String method() {
            return method;
        }

        String contentType() {
            return contentType;
        }

        public boolean writes() {
            return writes;
        }
    }

    public static Request read(String path) {
        return new Request(Verb.READ, path, Optional.empty(), TIMEOUT);
    }

    /// A read whose answer may be long, or take long.
    public static Request list(String path) {
        return new Request(Verb.READ, path, Optional.empty(), LIST_TIMEOUT);
    }

    public static Request create(String path, JsonNode body) {
        return new Request(Verb.CREATE, path, Optional.of(body), TIMEOUT);
    }

    /// @param body with the `resourceVersion` that was read, so that what changed since is not overwritten
    public static Request replace(String path, JsonNode body) {
        return new Request(Verb.REPLACE, path, Optional.of(body), TIMEOUT);
    }

    /// A merge patch: members of `body` replace those of the object, `null` removes.
    ///
    /// @param body with `metadata.resourceVersion`, so that nothing is patched that changed since
    public static Request merge(String path, JsonNode body) {
        return new Request(Verb.MERGE, path, Optional.of(body), TIMEOUT);
    }

    /// @param body `DeleteOptions` with the `uid` that was read
    public static Request delete(String path, JsonNode body) {
        return new Request(Verb.DELETE, path, Optional.of(body), TIMEOUT);
    }

    public static Request review(String path, JsonNode body) {
        return new Request(Verb.REVIEW, path, Optional.of(body), TIMEOUT);
    }
}

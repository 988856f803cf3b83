package dev.headroom.scalers;

import dev.headroom.triggers.GoText;
import dev.headroom.triggers.Reading;
import java.util.Optional;

/// The length of a Redis list, as the server's reply to the question for it says it.
public final class RedisLength {

    /* notes
     *
     * KEDA asks with one script on the server that counts a sorted set, set, hash or list, and 0 for a key that is not
     * there; other types give an error reply. The reply is read in the protocol's own form (`:7`, `-ERR ...`, `$-1`),
     * so that whatever client speaks to the server, the meaning is decided here.
     */

    private RedisLength() {}

    /// @param reply of the Redis protocol, without its last line break
    /// @param activation above it, strictly, the trigger is active
    public static Reading of(String reply, long activation) {
        var content = reply.isEmpty() ? "" : reply.substring(1);
        return switch (reply.isEmpty() ? ' ' : reply.charAt(0)) {
            case ':', '+' -> number(content, activation);
            case '-' -> new Reading.Failed(content);
            case '$' -> content.startsWith("-1")
                    ? new Reading.Failed("redis: nil")
                    : number(content.substring(content.indexOf('\n') + 1), activation);
            case '_', '*' -> new Reading.Failed("redis: nil");
            default -> new Reading.Failed("expected the reply of a Redis server, got " + GoText.quoted(reply));
        };
    }

    private static Reading number(String text, long activation) {
        return GoText.int64(text)
                .<Reading>map(length -> new Reading.Number((double) length, Optional.of(length > activation)))
                .orElseGet(() ->
                        new Reading.Failed("strconv.ParseInt: parsing " + GoText.quoted(text) + ": invalid syntax"));
    }
}

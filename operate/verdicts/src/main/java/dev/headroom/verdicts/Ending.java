package dev.headroom.verdicts;

/// How a run ended.
public sealed interface Ending {

    /// The whole programme was played and every request has ended.
    record Completed() implements Ending {}

    /// Somebody stopped it.
    record Interrupted() implements Ending {}

    /// It could not go on.
    ///
    /// @param why one line
    record Failed(String why) implements Ending {}

    /// In words: `completed`, `interrupted`, `failed: no replica became ready in 60 s`.
    default String text() {
        return switch (this) {
            case Completed _ -> "completed";
            case Interrupted _ -> "interrupted";
            case Failed failed -> "failed: " + failed.why();
        };
    }
}

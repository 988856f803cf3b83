package dev.headroom.fuzz;

/// What every declared error must do: say something, in one message.
final class Findings {

    private Findings() {}

    /// @throws IllegalStateException when the error does not say what is wrong
    static void told(Exception declared) {
        var message = declared.getMessage();
        if (message == null || message.isBlank()) {
            throw new IllegalStateException("an error without words", declared);
        }
    }
}

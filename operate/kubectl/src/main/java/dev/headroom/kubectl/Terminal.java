package dev.headroom.kubectl;

/// Keeps what stands in an object from commanding the terminal that shows it.
final class Terminal {

    private Terminal() {}

    static String escaped(String text) {
        return text.replace("\u001b", "^[").replace("\r", "\\r");
    }
}

package dev.headroom.cli;

/// What the program prints, for a terminal without Unicode.
final class Ascii {

    private static final String FROM = "━─█▇▆▅▄▃▂▁■□·–×✓✗≈";
    private static final String TO = "=-#+=~-,._#o.-x+x~";

    private Ascii() {}

    static String of(String text) {
        var ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = FROM.indexOf(c);
            if (known >= 0) {
                ascii.append(TO.charAt(known));
            } else {
                switch (c) {
                    case '→' -> ascii.append("->");
                    case '≤' -> ascii.append("<=");
                    case '≥' -> ascii.append(">=");
                    case '…' -> ascii.append("...");
                    default -> ascii.append(c < 128 ? c : '?');
                }
            }
        }
        return ascii.toString();
    }
}

package dev.headroom.files;

import java.util.OptionalLong;

/// Names of files that are told apart by a number: sixteen digits of base 16, so that their names sort as the numbers
/// do, and a suffix.
///
/// @param suffix with its dot
public record NumberedNames(String suffix) {

    private static final int DIGITS = 16;
    private static final int HEX = 16;

    public String of(long number) {
        return String.format("%016x", number) + suffix;
    }

    /// The number in a name; empty when it is none of these names.
    public OptionalLong number(String name) {
        if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(name.substring(0, DIGITS), HEX));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}

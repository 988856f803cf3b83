package dev.headroom.blocks;

import java.util.OptionalLong;

/// How block files are called.
public final class BlockNames {

    private static final String SUFFIX = ".block";
    private static final int DIGITS = 16;
    private static final int HEX = 16;

    private BlockNames() {}

    public static String file(long id) {
        return String.format("%016x", id) + SUFFIX;
    }

    /// The id in the name of a block file; empty when it is none.
    public static OptionalLong id(String name) {
        if (name.length() != DIGITS + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(name.substring(0, DIGITS), HEX));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}

package dev.headroom.blocks;

import java.nio.file.Path;

/// Bytes of a block that are not what was written, found while reading; what they held is left out from then on.
///
/// @param position of the first byte that was checked
/// @param what was found, in words
public record Damage(Path file, long position, String what) {

    @Override
    public String toString() {
        return file + ": at byte " + position + ": " + what;
    }
}

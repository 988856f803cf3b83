/// Compressed samples and the immutable files they end up in: chunks, blocks with an index, and blocks made of blocks.
/// Owns the format of block files; must never decide when one is written or deleted.
@NullMarked
package dev.headroom.blocks;

import org.jspecify.annotations.NullMarked;

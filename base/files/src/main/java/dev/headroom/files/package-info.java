/// Files whose every byte is checked: records with checksums, folders with one writer, and the disk as an argument, so
/// that tests run the same code on one that crashes, fills up and forgets. Knows nothing of what the bytes mean.
@NullMarked
package dev.headroom.files;

import org.jspecify.annotations.NullMarked;

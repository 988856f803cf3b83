/// Programs of others: built by name with Go, started on loopback, awaited, asked, ended. Owns the user's cache of
/// built programs; knows nothing of what the programs are for.
@NullMarked
package dev.headroom.programs;

import org.jspecify.annotations.NullMarked;

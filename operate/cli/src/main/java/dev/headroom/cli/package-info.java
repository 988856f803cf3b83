/// The command line: verbs, flags, progress, exit status. Says what the modules do; does nothing that they could do.
@NullMarked
package dev.headroom.cli;

import org.jspecify.annotations.NullMarked;

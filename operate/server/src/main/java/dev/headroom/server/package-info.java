/// Puts the loop together and serves it: wiring, configuration, the HTTP surface. Knows everything; nothing knows it
/// but the command line.
@NullMarked
package dev.headroom.server;

import org.jspecify.annotations.NullMarked;

/// The real programs that Headroom stands in for, built by name and started beside it.
@NullMarked
package dev.headroom.peers;

import org.jspecify.annotations.NullMarked;

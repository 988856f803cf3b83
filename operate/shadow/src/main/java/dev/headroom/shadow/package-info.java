/// Beside the controllers that act: what they and Headroom want of the same target, where they differ, and where
/// numbers that the controllers act on are not what their names say.
@NullMarked
package dev.headroom.shadow;

import org.jspecify.annotations.NullMarked;

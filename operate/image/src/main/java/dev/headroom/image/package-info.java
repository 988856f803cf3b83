/// The container image: the program on a Java runtime with the modules it needs, built without Docker by the profile
/// `image`. Owns what is below the program in the image, and who it runs as; it must never hold code of its own, since
/// the program in a container is the program everywhere.
@NullMarked
package dev.headroom.image;

import org.jspecify.annotations.NullMarked;

/// The `.test` language: scripts that load series and say what queries answer. Owns reading and running them against
/// any engine; must never know how an engine answers, nor read a file.
@NullMarked
package dev.headroom.promqltest;

import org.jspecify.annotations.NullMarked;

/// The page: live charts and decisions with their reasons. Owns the files that a browser loads and the headers they are
/// served with; it never computes a number: every number on the page comes from the HTTP API, read by the page itself.
@NullMarked
package dev.headroom.dashboard;

import org.jspecify.annotations.NullMarked;

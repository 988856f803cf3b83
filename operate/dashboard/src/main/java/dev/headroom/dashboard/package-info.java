/// The page: live charts and decisions with their reasons. Serves files; every number on it comes from the HTTP API.
@NullMarked
package dev.headroom.dashboard;

import org.jspecify.annotations.NullMarked;

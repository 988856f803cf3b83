/// The pages: live charts and decisions with their reasons; expressions, scrape targets, rules. Owns the files that a
/// browser loads and the headers they are served with; it never computes a number: every number on a page comes from
/// the HTTP API, read by the page itself.
@NullMarked
package dev.headroom.dashboard;

import org.jspecify.annotations.NullMarked;

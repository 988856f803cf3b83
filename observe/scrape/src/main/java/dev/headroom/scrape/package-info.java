/// Finds scrape targets and brings their samples in: discovery, relabelling, one loop a target. Owns what is known of a
/// target's health; must never decide anything from a sample's value.
@NullMarked
package dev.headroom.scrape;

import org.jspecify.annotations.NullMarked;

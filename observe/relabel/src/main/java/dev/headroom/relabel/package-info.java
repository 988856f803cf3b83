/// Relabelling: label sets changed or dropped by an ordered chain of rules, for scrape targets, scraped samples and
/// alerts alike. Owns what a rule means and how it is written; must never know what the labels stand for.
@NullMarked
package dev.headroom.relabel;

import org.jspecify.annotations.NullMarked;

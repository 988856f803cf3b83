/// Where samples live between the scrape that brought them and the query that reads them. Owns identity, order,
/// staleness and retention of series; must never know what a query or a scrape target is.
@NullMarked
package dev.headroom.tsdb;

import org.jspecify.annotations.NullMarked;

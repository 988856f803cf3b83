/// Decisions on disk with all that led to them, bounded, and what it takes to decide them again. It never decides by
/// itself: [dev.headroom.autoscaler.Decider] does.
@NullMarked
package dev.headroom.records;

import org.jspecify.annotations.NullMarked;

/// A decision in words and as JSON: the one place that says how a `DecisionRecord` reads, for the log, the HTTP API,
/// the command line and the report. Adds nothing to what was decided and asks nobody.
@NullMarked
package dev.headroom.explain;

import org.jspecify.annotations.NullMarked;

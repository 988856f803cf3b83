/// Decision scripts: a manifest, series over time, and the replicas that must come of them, minute by minute. Runs the
/// server's own control loop and the real query engine on a virtual timeline; decides nothing itself.
@NullMarked
package dev.headroom.decisiontest;

import org.jspecify.annotations.NullMarked;

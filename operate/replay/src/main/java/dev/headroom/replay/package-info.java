/// What `headroom test` runs: `.test` scripts and lines of recorded vectors, replayed against this program. Owns the
/// comparison and its report; every rule it compares lives in the module under test.
@NullMarked
package dev.headroom.replay;

import org.jspecify.annotations.NullMarked;

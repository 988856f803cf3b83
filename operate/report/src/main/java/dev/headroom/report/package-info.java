/// What a run showed, as tables, charts and verdicts. Computes from what was measured; measures nothing itself.
@NullMarked
package dev.headroom.report;

import org.jspecify.annotations.NullMarked;

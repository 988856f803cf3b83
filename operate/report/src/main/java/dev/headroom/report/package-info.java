/// What a run showed, as verdicts, tables, charts and files. Computes from what was measured; measures nothing itself,
/// reads no clock and starts nothing.
@NullMarked
package dev.headroom.report;

import org.jspecify.annotations.NullMarked;

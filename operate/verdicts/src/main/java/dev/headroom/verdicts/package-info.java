/// A run as it was announced and measured, and the verdicts on it: one class for each thing that a run must show.
/// Collects what others measured and computes from it; measures nothing itself and reads no clock.
@NullMarked
package dev.headroom.verdicts;

import org.jspecify.annotations.NullMarked;

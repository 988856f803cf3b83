/// Inputs that nobody thought of: what reads text and files from elsewhere is given mutations of the recorded vectors.
/// Owns the targets, their seeds and the campaigns of Jazzer that run with the profile `fuzz`; it must never be needed
/// by a build: there every seed is read as an ordinary test, and a finding becomes a test of the module that was wrong.
@NullMarked
package dev.headroom.fuzz;

import org.jspecify.annotations.NullMarked;

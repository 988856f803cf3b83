/// The house style as a test: reads the checkout as text and says, for each place that breaks a rule, what to do
/// instead. Runs nothing of the project and changes no file.
@NullMarked
package dev.headroom.tidy;

import org.jspecify.annotations.NullMarked;

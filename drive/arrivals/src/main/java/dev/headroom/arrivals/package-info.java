/// When requests arrive: traffic shapes and recorded traces, as functions of time and a seed. Sends nothing itself.
@NullMarked
package dev.headroom.arrivals;

import org.jspecify.annotations.NullMarked;

/// The kubelet's job with processes instead of containers, and the Service in front of them. Owns every process it
/// starts until that process is gone; must never decide how many there should be.
@NullMarked
package dev.headroom.processes;

import org.jspecify.annotations.NullMarked;

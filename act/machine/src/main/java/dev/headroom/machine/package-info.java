/// Processes of this machine, as groups with limits: started inside their limits, measured, ended to the last
/// descendant, and gone when Headroom is, however it ended. Knows nothing of Kubernetes and never decides what to run.
@NullMarked
package dev.headroom.machine;

import org.jspecify.annotations.NullMarked;

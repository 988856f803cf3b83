/// The control loop of an autoscaler around `decide`: asks the sources of its metrics, decides, asks the scale target,
/// and says what happened. On a wall timeline in the server, on a virtual one in a decision script.
@NullMarked
package dev.headroom.loop;

import org.jspecify.annotations.NullMarked;

/// The main job on one machine: the inference service with its autoscaler, real arrivals against it, and a record of
/// what was measured. Puts `operate/server`, `drive/loadgen` and `operate/report` together; decides and renders
/// nothing.
@NullMarked
package dev.headroom.demo;

import org.jspecify.annotations.NullMarked;

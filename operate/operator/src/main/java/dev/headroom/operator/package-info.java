/// Headroom inside a Kubernetes cluster: what `operate/server` is on one machine. Watches autoscaling objects, has
/// `decide` say what becomes of them, and writes that through `act/kubernetes`, as far as its mode allows and only
/// while it leads. Decides nothing itself.
@NullMarked
package dev.headroom.operator;

import org.jspecify.annotations.NullMarked;

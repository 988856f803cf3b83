/// A node of a Kubernetes cluster whose pods are processes of this machine: it registers itself, runs what the
/// scheduler binds to it, reports, and serves what the API server asks of a kubelet. How a pod lives is known by
/// `processes`.
@NullMarked
package dev.headroom.node;

import org.jspecify.annotations.NullMarked;

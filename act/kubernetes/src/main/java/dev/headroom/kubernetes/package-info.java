/// A Kubernetes API server, as far as this program speaks with it: requests with a limit and a fence before each write,
/// lists that are kept current by watches, the scale subresource as a scale target, events, and the Lease by which one
/// of several leads. Objects are handed on as manifests, which the modules of their kinds read; nothing is decided
/// here.
@NullMarked
package dev.headroom.kubernetes;

import org.jspecify.annotations.NullMarked;

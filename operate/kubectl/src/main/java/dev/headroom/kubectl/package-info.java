/// What `kubectl get` and `kubectl describe` print of autoscalers, pods and Deployments, to the blank; and those
/// objects as the API serves them. It reads objects in the API's JSON and the instant of printing, and asks nobody.
@NullMarked
package dev.headroom.kubectl;

import org.jspecify.annotations.NullMarked;

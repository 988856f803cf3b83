/// Deployments and Services as written: what pods are made from, read from manifests with the defaults and bounds of
/// the Kubernetes API. Starts nothing and knows no clock.
@NullMarked
package dev.headroom.workloads;

import org.jspecify.annotations.NullMarked;

/// A real control plane of Kubernetes for tests, with a node whose pods are processes. Knows no test.
@NullMarked
package dev.headroom.testbed;

import org.jspecify.annotations.NullMarked;
